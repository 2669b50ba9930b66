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


def users(client: Client, secrets: t.Mapping[str, str], enabled: t.Mapping[str, bool]) -> t.Set[str]:
    """Write users with their secrets and return the names of those that the server took.

    None is written, and none returned, where a server does not know or not allow the import, or the connection is one
    that others could read. Who is not returned has to be written in the call for one, which says what is wrong.
    """
    if not client.is_private:
        return set()
    content = {
        name: {"secretKey": secret, "status": "enabled" if enabled[name] else "disabled"}
        for name, secret in secrets.items()
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("iam-assets/users.json", json.dumps(content))
    try:
        answer = client.admin("PUT", "import-iam-v2", f"write {len(secrets)} users", body=packed.getvalue())
    except ApiError:
        return set()
    return set(((answer or {}).get("added") or {}).get("users") or ())
