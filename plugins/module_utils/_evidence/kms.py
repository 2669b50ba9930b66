# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the key management that MinIO's effective environment names."""

from __future__ import annotations

import typing as t

from .._volumes import expand
from . import environment

if t.TYPE_CHECKING:
    from .context import Context

STATIC = ("MINIO_KMS_SECRET_KEY", "MINIO_KMS_SECRET_KEY_FILE")
KES = "MINIO_KMS_KES_"
MINKMS = ("MINIO_KMS_SERVER", "MINIO_KMS_ENCLAVE", "MINIO_KMS_SSE_KEY", "MINIO_KMS_API_KEY")


def missing(values: t.Mapping[str, str]) -> t.List[str]:
    """Return the variables that a connection to KES still needs: endpoint, key name and one way to log in."""
    needed = [name for name in (KES + "ENDPOINT", KES + "KEY_NAME") if not values.get(name)]
    if not values.get(KES + "API_KEY"):
        needed += [name for name in (KES + "KEY_FILE", KES + "CERT_FILE") if not values.get(name)]
    return needed


def describe(context: Context, found: t.Optional[environment.Effective]) -> t.Optional[t.Dict[str, t.Any]]:
    """Return which key management is configured, and whether the settings for KES are complete; None if not known."""
    if found is None or any(name.startswith("MINIO_KMS_") for name in found.pending):
        return None
    values = found.values
    own = {name: value for name, value in values.items() if name.startswith("MINIO_KMS_")}
    kinds = {
        "kes": any(name.startswith(KES) for name in own),
        "static": any(name in own for name in STATIC),
        "minkms": any(name in own for name in MINKMS),
    }
    endpoints = [one for word in values.get(KES + "ENDPOINT", "").split(",") for one in expand(word.strip()) if one]
    return {
        "kinds": [kind for kind, present in kinds.items() if present],
        "no_static_key": not kinds["static"],
        "endpoints": [environment.URL.sub(r"\1\2", endpoint) for endpoint in endpoints],
        "key_name": values.get(KES + "KEY_NAME"),
        "login": ("api_key" if values.get(KES + "API_KEY") else "certificate") if kinds["kes"] else None,
        "missing": missing(values) if kinds["kes"] else None,
        "complete": kinds["kes"] and not missing(values),
        "fingerprint": environment.fingerprint(context.params.get("secrets_key"), own),
    }
