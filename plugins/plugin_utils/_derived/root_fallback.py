# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Whether a server without a root secret uses the published one, which seeds the nodes' trust in one another as well."""

from __future__ import annotations

import typing as t

Facts = t.Dict[str, t.Any]


def _dictionary(value: t.Any) -> Facts:
    return value if isinstance(value, dict) and "error" not in value else {}


def _kes_derives(document: Facts) -> bool | None:
    """Tell whether every KES lets a key make HMACs, from which the server derives a root credential; None if not known."""
    servers = [_dictionary(host["kes"]) for host in document["hosts"] if host.get("kes")]
    allowed = [_dictionary(server.get("config")).get("hmac_allowed") for server in servers]
    return None if not allowed or None in allowed else all(allowed)


def _falls_back(minio: Facts, derives: bool | None) -> bool | None:
    credential = _dictionary(minio.get("root_credential"))
    if credential.get("source"):
        return False
    if credential.get("verdict") == "default":
        return True
    off = _dictionary(minio.get("settings")).get("root_access_disabled")
    kinds = _dictionary(minio.get("kms")).get("kinds")
    if not credential or off is not True or not kinds:
        return None
    return None if "kes" not in kinds or derives is None else not derives


def derive(document: Facts, declared: Facts) -> Facts:
    """Return the nodes that fall back to the published credential; None where none does but one cannot be told."""
    derives = _kes_derives(document)
    nodes = {
        host["name"]: _falls_back(_dictionary(host["minio"]), derives)
        for host in document["hosts"]
        if host.get("minio")
    }
    found = sorted(name for name, falls in nodes.items() if falls)
    return {"nodes": found if found or (nodes and None not in nodes.values()) else None}
