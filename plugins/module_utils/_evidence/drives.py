# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The drives of this host's MinIO server, for the collectors that look into them."""

from __future__ import annotations

import typing as t

from .._errors import HardeningError

if t.TYPE_CHECKING:
    from .context import Context


def of(context: Context) -> t.Optional[t.List[str]]:
    """Return the directories of the drives; None if no MinIO runs here. Raises HardeningError if they are not known."""
    minio = context.results.get("minio")
    if minio is None:
        return None
    data = (minio.get("files") or {}).get("data")
    if not data:
        raise HardeningError("the drives of the server are not known: its command line could not be read")
    return [drive["path"] for drive in data]
