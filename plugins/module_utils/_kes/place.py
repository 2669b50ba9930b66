# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Where a KES keeps its keys: what of its settings decides which keys it finds, and none of its logins."""

from __future__ import annotations

import typing as t

Facts = t.Dict[str, t.Any]
# the settings below "keystore", and what KES takes where one is not given
WHERE: t.Dict[str, t.Dict[str, t.Optional[str]]] = {
    "vault": {
        "endpoint": None, "engine": "kv", "version": "v1", "namespace": None, "prefix": None, "transit.engine": None,
        "transit.key": None,
    },
    "aws": {"secretsmanager.endpoint": None, "secretsmanager.region": None},
    "azure": {"keyvault.endpoint": None},
    "gcp": {"secretmanager.project_id": None},
    "fortanix": {"sdkms.endpoint": None, "sdkms.group_id": None},
    "gemalto": {"keysecure.endpoint": None, "keysecure.credentials.domain": "root"},
}  # fmt: skip


def _setting(block: t.Any, path: str) -> t.Any:
    for part in path.split("."):
        block = block.get(part) if isinstance(block, dict) else None
    return block


def of(keystore: t.Any) -> t.Optional[Facts]:
    """Return the place that a section keystore of config.yml names, by settings; None where it names none.

    Two that differ may still be one, such as by two names of one server: only a key tells.
    """
    if not isinstance(keystore, dict) or not keystore:
        return None
    kind, block = next(iter(keystore.items()))
    found = {path: _setting(block, path) or default for path, default in WHERE.get(kind, {}).items()}
    return {"keystore": kind, **{path: value.strip("/") for path, value in found.items() if isinstance(value, str)}}
