# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the certificate by which a MinIO node is known to KES."""

from __future__ import annotations

import os
import typing as t

from .. import _x509
from . import pairs

if t.TYPE_CHECKING:
    from .context import Context


def collect(context: "Context") -> t.Optional[t.Dict[str, t.Any]]:
    """Return the evidence, None where the running server has no such certificate."""
    minio = context.results.get("minio")
    values = ((minio or {}).get("environment") or {}).get("values") or {}
    certificate, key = values.get("MINIO_KMS_KES_CERT_FILE"), values.get("MINIO_KMS_KES_KEY_FILE")
    if not minio or not certificate or not key:
        return None
    _x509.require()
    anchors = values.get("MINIO_KMS_KES_CAPATH") or ""
    if os.path.isfile(anchors):
        trusted = _x509.certificates(pairs.read(anchors), anchors)
    else:
        trusted = pairs.anchors(anchors)
    account = minio["process"]
    return pairs.describe(certificate, key, trusted, account["uid"], account["gid"])
