# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""KES's configuration from the variables of role minio_kes: checked strictly, as KES ignores keys it does not know."""

from __future__ import annotations

import re

from ..module_utils._errors import InputError
from . import _kes_vault

KEY_NAME = re.compile(r"[0-9A-Za-z_](?:[0-9A-Za-z_-]{0,78}[0-9A-Za-z_])?")
IDENTITY = re.compile(r"[0-9a-f]{64}")
# backend -> module with check(settings), keystore(settings), secrets(settings), address(settings)
BACKENDS = {"vault": _kes_vault}


def backend(name: str):
    """Return the module of a key management system; raises InputError for one that is not supported."""
    if name not in BACKENDS:
        raise InputError(f"minio_kes_backend is {name!r}: choose one of {', '.join(sorted(BACKENDS))}")
    return BACKENDS[name]


def policy(prefix: str, identities: list[str]) -> dict:
    """Return the policy of the MinIO nodes: what the server calls on keys with the prefix, and nothing else."""
    paths = [f"/v1/key/{call}/{prefix}*" for call in ("create", "generate", "decrypt", "describe")]
    # KES compares these as they are: a listing with a prefix would not be allowed by a pattern with one
    return {
        "allow": [*paths, "/v1/key/list/*", "/v1/status", "/v1/metrics", "/v1/api"],
        "identities": sorted(identities),
    }


def check_keys(prefix: str, names: list[str]) -> None:
    """Check key names; raises InputError naming the variable, the value and what is accepted."""
    for name in names:
        if not KEY_NAME.fullmatch(name):
            raise InputError(
                f"minio_kes_key_name or minio_kes_keys holds {name!r}: a key name has 1 to 80 letters, digits, hyphens and "
                "underscores, with no hyphen at either end"
            )
        if not name.startswith(prefix):
            raise InputError(
                f"the key {name!r} does not begin with minio_kes_key_prefix, {prefix!r}: the policy allows keys with the prefix only"
            )


def configuration(backend_name: str, settings: dict, wanted: dict) -> dict:
    """Return config.yml as a dictionary; wanted holds address, certificate, private_key, prefix, identities and cache."""
    chosen = backend(backend_name)
    chosen.check(settings)
    refused = [identity for identity in wanted["identities"] if not IDENTITY.fullmatch(identity)]
    if refused or not wanted["identities"]:
        raise InputError(
            f"the identities of the MinIO nodes are {wanted['identities']}: each has to be a SHA-256, 64 hexadecimal digits"
        )
    return {
        "address": wanted["address"],
        "admin": {"identity": "disabled"},
        "tls": {"key": wanted["private_key"], "cert": wanted["certificate"]},
        "policy": {"minio": policy(wanted["prefix"], wanted["identities"])},
        # without "unused", KES sets "any" to 30 s
        "cache": {"expiry": wanted["cache"]},
        # strings: KES cannot parse a boolean here
        "log": {"error": "on", "audit": "on"},
        "keystore": chosen.keystore(settings),
    }
