# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""KES's configuration from the variables of role minio_kes, checked strictly."""

from __future__ import annotations

import re
import types
import typing as t

from ...module_utils._errors import InputError
from . import key_names, strict
from .backends import BACKENDS

PREFIX = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_-]{0,78}")
IDENTITY = re.compile(r"[0-9a-f]{64}")
CACHE: dict[str, dict] = {name: {"type": "str"} for name in ("any", "unused", "offline")}
# what KES offers for trying it out
VOLATILE = {
    "memory": "in memory only",
    "mem": "in memory only",
    "in-memory": "in memory only",
    "fs": "in clear on its disk",
}


class Wanted(t.TypedDict):
    """What a configuration holds besides the settings of the key management system."""

    address: str
    directory: str
    prefix: str
    identities: list[str]
    hmac_key: str | None
    cache: dict[str, str]


def backend(name: str) -> types.ModuleType:
    """Return the module of a key management system; raises InputError for one that is not supported."""
    if name in VOLATILE:
        raise InputError(
            f"minio_kes_backend is {name!r}, which keeps keys {VOLATILE[name]}: choose one of {', '.join(sorted(BACKENDS))}"
        )
    if name not in BACKENDS:
        raise InputError(f"minio_kes_backend is {name!r}: choose one of {', '.join(sorted(BACKENDS))}")
    return BACKENDS[name]


def backend_directory(directory: str) -> str:
    """Return where the files for the way to the key management system lie."""
    return f"{directory}/backend"


def policy(prefix: str, identities: t.Iterable[str], hmac_key: str | None = None, listing: bool = True) -> dict:
    """Return the policy of the MinIO nodes: what the server calls on keys with the prefix, and nothing else."""
    paths = [f"/v1/key/{call}/{prefix}*" for call in ("create", "generate", "decrypt", "describe")]
    if hmac_key:
        paths.append(f"/v1/key/hmac/{hmac_key}")
    if listing:
        # KES compares this as it is: a listing with a prefix would not be allowed by a pattern with one
        paths.append("/v1/key/list/*")
    return {"allow": [*paths, "/v1/status", "/v1/metrics", "/v1/api"], "identities": sorted(set(identities))}


def check_keys(prefix: t.Any, names: t.Collection[t.Any], underscores: bool = True) -> None:
    """Check prefix and key names; raises InputError naming the variable, the value and what is accepted."""
    if not underscores:
        for variable, value in [
            ("minio_kes_key_prefix", prefix),
            *(("minio_kes_key_name or minio_kes_keys", one) for one in names),
        ]:
            if "_" in str(value):
                raise InputError(
                    f"{variable} holds {value!r}: leave underscores out, as the key management system takes none in names"
                )
    if not isinstance(prefix, str) or not PREFIX.fullmatch(prefix):
        raise InputError(
            f"minio_kes_key_prefix is {prefix!r}: give letters, digits, hyphens and underscores, as the policy allows the keys "
            "that begin with it"
        )
    for name in names:
        problem = key_names.problem(name, "minio_kes_key_name or minio_kes_keys")
        if problem:
            raise InputError(problem)
        if not name.startswith(prefix):
            raise InputError(
                f"minio_kes_key_name or minio_kes_keys holds {name!r}: it has to begin with minio_kes_key_prefix, {prefix!r}, as the "
                "policy allows no other keys"
            )


def check_cache(cache: dict) -> None:
    """Check the expiry of cached keys; raises InputError where one of the three is missing or no duration."""
    strict.check_known(cache, CACHE, "minio_kes_cache")
    missing = [name for name in CACHE if not cache.get(name)]
    if missing:
        raise InputError(
            f"minio_kes_cache has no {' and no '.join(missing)}: give all three, as KES sets any to 30s where unused is missing, "
            "and lets no outage pass without offline"
        )
    for name in CACHE:
        # who bridges no outage says so
        if (name, cache[name]) != ("offline", "0s"):
            strict.check_duration(cache[name], f"minio_kes_cache.{name}")


def configuration(backend_name: str, settings: dict, wanted: Wanted) -> dict:
    """Return config.yml as a dictionary; raises InputError."""
    chosen = backend(backend_name)
    chosen.check(settings)
    check_cache(wanted["cache"])
    wrong = [one for one in wanted["identities"] if not isinstance(one, str) or not IDENTITY.fullmatch(one)]
    if wrong or not wanted["identities"]:
        raise InputError(
            f"the identities of the MinIO nodes are {wanted['identities']}: each has to be a SHA-256, 64 hexadecimal digits"
        )
    return {
        "version": "v1",
        "address": wanted["address"],
        "admin": {"identity": "disabled"},
        "tls": {"key": f"{wanted['directory']}/certs/server.key", "cert": f"{wanted['directory']}/certs/server.crt"},
        "policy": {"minio": policy(wanted["prefix"], wanted["identities"], wanted["hmac_key"], chosen.LISTING)},
        "cache": {"expiry": {name: wanted["cache"][name] for name in CACHE}},
        # strings: KES cannot parse a boolean here
        "log": {"error": "on", "audit": "on"},
        "keystore": chosen.keystore(settings, backend_directory(wanted["directory"])),
    }
