# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""HashiCorp Vault and OpenBao."""

from __future__ import annotations

from ....module_utils._errors import InputError
from ....module_utils._kes.vault import OPTIONS, VARIABLE
from .. import strict

CA, CERTIFICATE, KEY = "/etc/kes/backend/ca.crt", "/etc/kes/backend/client.crt", "/etc/kes/backend/client.key"
LOGINS = {"approle": ("id", "secret"), "kubernetes": ("role", "jwt")}
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
    for key, kind in {"ca": "CERTIFICATE", "client_certificate": "CERTIFICATE", "client_key": "PRIVATE KEY"}.items():
        strict.check_pem(settings.get(key), kind, f"{VARIABLE}.{key}")
    if settings.get("transit") is not None and not settings["transit"].get("key"):
        raise InputError(f"{VARIABLE}.transit.key is not set: name the transit key, and never rotate it")
    if settings.get("ping") is not None:
        strict.check_duration(settings["ping"], f"{VARIABLE}.ping")


def secrets(settings: dict) -> dict[str, str]:
    """Return the secrets as environment variables; config.yml refers to them by name."""
    found = {name: (settings.get(group) or {}).get(key) for name, (group, key) in SECRETS.items()}
    return {name: value for name, value in found.items() if value}


def files(settings: dict) -> list[dict]:
    """Return the CA and client pair for the way to the key management system, as files for minio_files."""
    texts = {
        CA: ("content", settings.get("ca")),
        CERTIFICATE: ("content", settings.get("client_certificate")),
        KEY: ("secret_content", settings.get("client_key")),
    }
    return [
        {"path": path, option: text.rstrip() + "\n", "group": "kes", "mode": "0640"}
        for path, (option, text) in texts.items()
        if text
    ]


def keystore(settings: dict) -> dict:
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
    paths = {"ca": ("ca", CA), "client_certificate": ("cert", CERTIFICATE), "client_key": ("key", KEY)}
    tls = {name: path for key, (name, path) in paths.items() if settings.get(key)}
    return {"vault": {**block, "tls": tls} if tls else block}
