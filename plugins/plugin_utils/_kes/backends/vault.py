# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""HashiCorp Vault and OpenBao."""

from __future__ import annotations

from ....module_utils._errors import InputError
from ....module_utils._kes.vault import LOGINS, OPTIONS, VARIABLE
from .. import parts, strict

KIND, UNDERSCORES, LISTING = "vault", True, True
NEEDED = {"approle": ("id", "secret"), "kubernetes": ("role", "jwt")}
FILES = {
    **parts.CA,
    "client_certificate": parts.File("cert", "client.crt", "content", "CERTIFICATE"),
    "client_key": parts.File("key", "client.key", "secret_content", "PRIVATE KEY"),
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
    strict.check_logins(settings, LOGINS, VARIABLE)
    method = next((name for name in LOGINS if settings.get(name)), None)
    if method is None:
        raise InputError(f"{VARIABLE} has no login: give exactly one of {' and '.join(LOGINS)}")
    for key in NEEDED[method]:
        if not settings[method].get(key):
            raise InputError(f"{VARIABLE}.{method}.{key} is not set: KES cannot log in without it")
    if bool(settings.get("client_certificate")) != bool(settings.get("client_key")):
        raise InputError(f"{VARIABLE} has one of client_certificate and client_key: the two belong together")
    for key, file in FILES.items():
        strict.check_pem(settings.get(key), file.kind, f"{VARIABLE}.{key}")
    if settings.get("transit") is not None and not settings["transit"].get("key"):
        raise InputError(f"{VARIABLE}.transit.key is not set: name the transit key, and never rotate it")
    if settings.get("ping") is not None:
        strict.check_duration(settings["ping"], f"{VARIABLE}.ping")


def environment(settings: dict, directory: str) -> dict[str, str]:
    """Return the secrets as environment variables; config.yml refers to them by name."""
    return parts.environment(settings, SECRETS)


def files(settings: dict, directory: str) -> list[dict]:
    """Return CA and client pair as files for minio_files."""
    return parts.files(settings, directory, FILES)


def keystore(settings: dict, directory: str) -> dict:
    """Return the block below "keystore" of config.yml."""
    logins = {method: parts.referred(settings, SECRETS, method) for method in LOGINS if settings.get(method)}
    transit = {"transit": parts.given(settings["transit"], "engine", "key")} if settings.get("transit") else {}
    return {
        "vault": {
            **parts.given(settings, "endpoint", "engine", "namespace", "prefix"),
            "version": settings.get("version") or "v2",
            **logins,
            **transit,
            "status": {"ping": settings.get("ping") or "10s"},
            **parts.tls(settings, directory, FILES),
        }
    }
