# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Many users in one call.

The call for one user has its body encrypted under a key that client and server derive anew each time, on purpose slowly:
hundreds of users take minutes. The import of identities takes them all at once, protected by TLS alone.
"""

from __future__ import annotations

import io
import json
import typing as t
import zipfile

from .client import ApiError, Client

MANY = 5
"""From how many users on the import is worth it."""
AT_ONCE = 500
"""How many go in one request, so that a slow server answers each in time."""


def _packed(names: t.Sequence[str], secrets: t.Mapping[str, str], enabled: t.Mapping[str, bool]) -> bytes:
    content = {
        name: {"secretKey": secrets[name], "status": "enabled" if enabled[name] else "disabled"} for name in names
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("iam-assets/users.json", json.dumps(content))
    return packed.getvalue()


def users(client: Client, secrets: t.Mapping[str, str], enabled: t.Mapping[str, bool]) -> t.Set[str]:
    """Write users with their secrets and return the names of those that the server took.

    None is written, and none returned, where a server does not know or not allow the import, or the connection is one
    that others could read. Who is not returned has to be written in the call for one, which says what is wrong.
    """
    if not client.is_private:
        return set()
    names = sorted(secrets)
    taken: t.Set[str] = set()
    for first in range(0, len(names), AT_ONCE):
        some = names[first : first + AT_ONCE]
        try:
            answer = client.admin(
                "PUT", "import-iam-v2", f"write {len(some)} users", body=_packed(some, secrets, enabled)
            )
        except ApiError:
            break
        taken.update(((answer or {}).get("added") or {}).get("users") or ())
    return taken
