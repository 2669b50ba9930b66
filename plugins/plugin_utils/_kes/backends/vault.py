# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""HashiCorp Vault and OpenBao."""

from __future__ import annotations

from ....module_utils._errors import InputError
from ....module_utils._kes.vault import OPTIONS, VARIABLE
from .. import strict

LOGINS = {"approle": ("id", "secret"), "kubernetes": ("role", "jwt")}
# setting -> name below "tls" of config.yml, file, option of minio_files, what it has to hold
FILES = {
    "ca": ("ca", "ca.crt", "content", "CERTIFICATE"),
    "client_certificate": ("cert", "client.crt", "content", "CERTIFICATE"),
    "client_key": ("key", "client.key", "secret_content", "PRIVATE KEY"),
}
SECRETS = {
    "KES_VAULT_APPROLE_ID": ("approle", "id"),
    "KES_VAULT_APPROLE_SECRET": ("approle", "secret"),
    "KES_VAULT_KUBERNETES_JWT": ("kubernetes", "jwt"),
}


def check(settings: dict) -> None:
    """Check the settings; raises InputError naming the variable, the value and what is accepted, never a secret."""
    strict.check_known(settings, OPTIONS, VARIABLE)
    strict.check_address(settings.get("endpoint"), f"{VARIABLE}.endpoint")
    methods = [name for name in LOGINS if settings.get(name)]
    if len(methods) != 1:
        raise InputError(
            f"{VARIABLE} has {' and '.join(methods) or 'no'} login: give exactly one of {' and '.join(LOGINS)}"
        )
    for key in LOGINS[methods[0]]:
        if not settings[methods[0]].get(key):
            raise InputError(f"{VARIABLE}.{methods[0]}.{key} is not set: KES cannot log in without it")
    if bool(settings.get("client_certificate")) != bool(settings.get("client_key")):
        raise InputError(f"{VARIABLE} has one of client_certificate and client_key: the two belong together")
    for key, (_name, _file, _option, kind) in FILES.items():
        strict.check_pem(settings.get(key), kind, f"{VARIABLE}.{key}")
    if settings.get("transit") is not None and not settings["transit"].get("key"):
        raise InputError(f"{VARIABLE}.transit.key is not set: name the transit key, and never rotate it")
    if settings.get("ping") is not None:
        strict.check_duration(settings["ping"], f"{VARIABLE}.ping")


def secrets(settings: dict) -> dict[str, str]:
    """Return the secrets as environment variables; config.yml refers to them by name."""
    found = {name: (settings.get(group) or {}).get(key) for name, (group, key) in SECRETS.items()}
    return {name: value for name, value in found.items() if value}


def files(settings: dict, directory: str) -> list[dict]:
    """Return the CA and client pair for the way to the key management system, as files for minio_files."""
    return [
        {"path": f"{directory}/{file}", option: settings[key].rstrip() + "\n", "group": "kes", "mode": "0640"}
        for key, (_name, file, option, _kind) in FILES.items()
        if settings.get(key)
    ]


def keystore(settings: dict, directory: str) -> dict:
    """Return the block below "keystore" of config.yml."""
    references = {name: "${%s}" % variable for variable, name in SECRETS.items()}
    block: dict = {key: settings[key] for key in ("endpoint", "engine", "namespace", "prefix") if settings.get(key)}
    block["version"] = settings.get("version") or "v2"
    for method in LOGINS:
        if settings.get(method):
            given = {key: value for key, value in settings[method].items() if value}
            block[method] = {key: references.get((method, key), value) for key, value in given.items()}
    if settings.get("transit"):
        block["transit"] = {key: value for key, value in settings["transit"].items() if value}
    block["status"] = {"ping": settings.get("ping") or "10s"}
    tls = {name: f"{directory}/{file}" for key, (name, file, _option, _kind) in FILES.items() if settings.get(key)}
    return {"vault": {**block, "tls": tls} if tls else block}
