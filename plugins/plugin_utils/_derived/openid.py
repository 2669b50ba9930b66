# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Whether OpenID clients have strong secrets: the server tells of those that it has stored, the nodes of their environments."""

from __future__ import annotations

import typing as t

Facts = t.Dict[str, t.Any]
VARIABLE = "MINIO_IDENTITY_OPENID_CLIENT_SECRET"


def _look(document: t.Any, *keys: str) -> t.Any:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def derive(document: Facts, declared: Facts) -> Facts:
    """Return, by provider, whether its secret is strong on every node; None where neither server nor environment tells."""
    providers = _look(document, "cluster", "identity_providers", "openid", "providers")
    if not isinstance(providers, list):
        return {"strong_secrets": None, "providers": None}
    nodes = [
        _look(host, "minio", "environment", "strong_openid_secrets") for host in document["hosts"] if host.get("minio")
    ]
    found = {}
    for provider in providers:
        name = VARIABLE if provider["name"] == "_" else f"{VARIABLE}_{provider['name']}"
        verdicts = [_look(node, name) for node in nodes]
        if not any(name in (node or {}) for node in nodes):
            verdicts = [provider.get("strong_secret")]
        found[provider["name"]] = False if False in verdicts else None if None in verdicts or not verdicts else True
    verdicts = list(found.values())
    return {
        "strong_secrets": False if False in verdicts else None if None in verdicts or not verdicts else True,
        "providers": found,
    }
