# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The keystore of HashiCorp Vault and OpenBao."""

from __future__ import annotations

import re
import urllib.parse

from ..module_utils._errors import InputError

VARIABLE = "minio_kes_vault"
# what KES parses under keystore.vault; everything else it would ignore without a word
KEYS = {
    "endpoint": str, "engine": str, "version": str, "namespace": str, "prefix": str, "transit": dict, "approle": dict,
    "kubernetes": dict, "ca": str, "client_certificate": str, "client_key": str, "ping": str,
}  # fmt: skip
NESTED = {
    "approle": {"engine", "namespace", "id", "secret"},
    "kubernetes": {"engine", "namespace", "role", "jwt"},
    "transit": {"engine", "key"},
}
DURATION = re.compile(r"(\d+(ms|s|m|h))+")
CA, CERTIFICATE, KEY = "/etc/kes/backend/ca.crt", "/etc/kes/backend/client.crt", "/etc/kes/backend/client.key"
SECRETS = {"KES_VAULT_APPROLE_ID": ("approle", "id"), "KES_VAULT_APPROLE_SECRET": ("approle", "secret"),
           "KES_VAULT_KUBERNETES_JWT": ("kubernetes", "jwt")}  # fmt: skip


def _check_known(settings: dict) -> None:
    for key, value in settings.items():
        if key not in KEYS:
            raise InputError(
                f"{VARIABLE} has the key {key!r}: KES would ignore it; known are {', '.join(sorted(KEYS))}"
            )
        if value is not None and not isinstance(value, KEYS[key]):
            raise InputError(f"{VARIABLE}.{key} is a {type(value).__name__}: it has to be a {KEYS[key].__name__}")
    for name, keys in NESTED.items():
        for key in settings.get(name) or {}:
            if key not in keys:
                raise InputError(
                    f"{VARIABLE}.{name} has the key {key!r}: KES would ignore it; known are {', '.join(sorted(keys))}"
                )


def check(settings: dict) -> None:
    """Check the settings; raises InputError naming the variable, the value and what is accepted, never a secret."""
    _check_known(settings)
    url = urllib.parse.urlsplit(settings.get("endpoint") or "")
    if url.scheme != "https" or not url.hostname:
        raise InputError(f"{VARIABLE}.endpoint is {settings.get('endpoint')!r}: give the server's https:// address")
    if url.hostname.endswith("play.min.io"):
        raise InputError(
            f"{VARIABLE}.endpoint is {settings['endpoint']}: a public playground loses keys, and with them all data"
        )
    methods = [name for name in ("approle", "kubernetes") if settings.get(name)]
    if len(methods) != 1:
        raise InputError(
            f"{VARIABLE} has {' and '.join(methods) or 'no'} authentication: give exactly one of approle and kubernetes"
        )
    for key in {"approle": ("id", "secret"), "kubernetes": ("role", "jwt")}[methods[0]]:
        if not settings[methods[0]].get(key):
            raise InputError(f"{VARIABLE}.{methods[0]}.{key} is not set: KES cannot log in without it")
    if settings.get("version", "v2") not in ("v1", "v2"):
        raise InputError(f"{VARIABLE}.version is {settings['version']!r}: the KV engine is v1 or v2")
    if bool(settings.get("client_certificate")) != bool(settings.get("client_key")):
        raise InputError(f"{VARIABLE} has one of client_certificate and client_key: the two belong together")
    if settings.get("transit") is not None and not settings["transit"].get("key"):
        raise InputError(f"{VARIABLE}.transit.key is not set: name the transit key, and never rotate it")
    if settings.get("ping") and not DURATION.fullmatch(settings["ping"]):
        raise InputError(f"{VARIABLE}.ping is {settings['ping']!r}: give a duration such as 10s")


def secrets(settings: dict) -> dict[str, str]:
    """Return the secrets as environment variables; config.yml refers to them by name."""
    found = {name: (settings.get(group) or {}).get(key) for name, (group, key) in SECRETS.items()}
    return {name: value for name, value in found.items() if value}


def files(settings: dict) -> list[dict]:
    """Return the CA and client pair for the way to the key management system, as files for minio_files."""
    given = {CA: settings.get("ca"), CERTIFICATE: settings.get("client_certificate")}
    wanted = [
        {"path": path, "content": text.rstrip() + "\n", "group": "kes", "mode": "0640"}
        for path, text in given.items()
        if text
    ]
    if settings.get("client_key"):
        wanted.append(
            {"path": KEY, "secret_content": settings["client_key"].rstrip() + "\n", "group": "kes", "mode": "0640"}
        )
    return wanted


def keystore(settings: dict) -> dict:
    """Return the block below "keystore" of config.yml."""
    references = {name: "${%s}" % variable for variable, name in SECRETS.items()}
    block = {key: settings[key] for key in ("endpoint", "engine", "namespace", "prefix") if settings.get(key)}
    block["version"] = settings.get("version", "v2")
    for method in ("approle", "kubernetes"):
        if settings.get(method):
            block[method] = {key: references.get((method, key), value) for key, value in settings[method].items()}
    if settings.get("transit"):
        block["transit"] = dict(settings["transit"])
    block["status"] = {"ping": settings.get("ping") or "10s"}
    tls = {"ca": CA if settings.get("ca") else None, "cert": CERTIFICATE if settings.get("client_certificate") else None,
           "key": KEY if settings.get("client_key") else None}  # fmt: skip
    if any(tls.values()):
        block["tls"] = {name: path for name, path in tls.items() if path}
    return {"vault": block}
