# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Thales CipherTrust Manager, once Gemalto KeySecure."""

from __future__ import annotations

from ....module_utils._errors import InputError
from ....module_utils._kes.ciphertrust import OPTIONS, VARIABLE
from .. import parts, strict

KIND, UNDERSCORES, LISTING = "gemalto", True, True
SECRETS = {"KES_CIPHERTRUST_TOKEN": ("credentials", "token")}


def check(settings: dict) -> None:
    """Check the settings; raises InputError naming the variable, the value and what is accepted, never a secret."""
    strict.check_known(settings, OPTIONS, VARIABLE)
    endpoint = settings["endpoint"]
    if endpoint.endswith("/"):
        raise InputError(
            f"{VARIABLE}.endpoint is {endpoint!r}: leave the slash at its end out, as KES puts another one behind it"
        )
    strict.check_host_address(endpoint, f"{VARIABLE}.endpoint")
    strict.check_pem(settings.get("ca"), "CERTIFICATE", f"{VARIABLE}.ca")


def environment(settings: dict, directory: str) -> dict[str, str]:
    """Return the secrets as environment variables; config.yml refers to them by name."""
    return parts.environment(settings, SECRETS)


def files(settings: dict, directory: str) -> list[dict]:
    """Return the CA as a file for minio_files."""
    return parts.files(settings, directory, parts.CA)


def keystore(settings: dict, directory: str) -> dict:
    """Return the block below "keystore" of config.yml."""
    block = {
        "endpoint": settings["endpoint"],
        "credentials": parts.referred(settings, SECRETS, "credentials"),
        **parts.tls(settings, directory, parts.CA),
    }
    return {"gemalto": {"keysecure": block}}
