# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the certificate by which a MinIO node is known to KES, and of whether it trusts KES in turn."""

from __future__ import annotations

import concurrent.futures
import typing as t
import urllib.parse

from .. import _tls_probe
from . import pairs

if t.TYPE_CHECKING:
    from .context import Context


Facts = t.Dict[str, t.Any]
PORT = 7373


def _server(endpoint: str, anchors: t.Sequence[str], timeout: float) -> Facts:
    """Return whether the chain that an endpoint shows ends at a CA of the node; None where none is shown."""
    url = urllib.parse.urlsplit(endpoint)
    try:
        address = (url.hostname or "", url.port or PORT)
    except ValueError:
        return {"endpoint": endpoint, "trusted": None}
    return {"endpoint": endpoint, "trusted": _tls_probe.chains_to(address, anchors, timeout, url.hostname)}


def _servers(endpoints: t.Sequence[str], anchors: t.Sequence[str], timeout: float) -> t.List[Facts]:
    """Return the facts of every endpoint; all are asked at once, as one that is shut off answers nothing for a while."""
    with concurrent.futures.ThreadPoolExecutor(max(len(endpoints), 1)) as pool:
        return list(pool.map(lambda endpoint: _server(endpoint, anchors, timeout), endpoints))


def collect(context: "Context") -> t.Optional[Facts]:
    """Return the evidence, None where the running server has no such certificate."""
    minio = context.results.get("minio")
    values = ((minio or {}).get("environment") or {}).get("values") or {}
    certificate, key = values.get("MINIO_KMS_KES_CERT_FILE"), values.get("MINIO_KMS_KES_KEY_FILE")
    if not minio or not certificate or not key:
        return None
    anchors = values.get("MINIO_KMS_KES_CAPATH") or ""
    account = minio["process"]
    endpoints = (minio.get("kms") or {}).get("endpoints") or []
    return {
        **pairs.describe(certificate, key, account["uid"], account["gid"]),
        "authorities": pairs.authorities(anchors),
        "servers": _servers(endpoints, [anchors] if anchors else [], float(context.params["connect_timeout"])),
    }
