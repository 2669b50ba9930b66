# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Fortanix SDKMS, also called Data Security Manager."""

from __future__ import annotations

import base64

from ....module_utils._errors import InputError
from ....module_utils._kes.fortanix import OPTIONS, VARIABLE
from .. import parts, strict

# KES asks for the first page of keys again and again, which only loads the server
KIND, UNDERSCORES, LISTING = "fortanix", True, False
SECRETS = {"KES_FORTANIX_KEY": ("credentials", "key")}


def check(settings: dict) -> None:
    """Check the settings; raises InputError naming the variable, the value and what is accepted, never a secret."""
    strict.check_known(settings, OPTIONS, VARIABLE)
    strict.check_host_address(settings["endpoint"], f"{VARIABLE}.endpoint")
    if settings.get("group_id") is not None:
        strict.check_uuid(settings["group_id"], f"{VARIABLE}.group_id")
    _check_api_key(settings["credentials"]["key"])
    strict.check_pem(settings.get("ca"), "CERTIFICATE", f"{VARIABLE}.ca")


def _check_api_key(key: str) -> None:
    try:
        whole = b":" in base64.b64decode(key, validate=True)
    except ValueError:
        whole = False
    if not whole:
        raise InputError(
            f"{VARIABLE}.credentials.key is no API key: give the one that the app shows, the base64 of its ID and secret with a colon between"
        )


def environment(settings: dict, directory: str) -> dict[str, str]:
    """Return the secrets as environment variables; config.yml refers to them by name."""
    return parts.environment(settings, SECRETS)


def files(settings: dict, directory: str) -> list[dict]:
    """Return the CA as a file for minio_files."""
    return parts.files(settings, directory, parts.CA)


def keystore(settings: dict, directory: str) -> dict:
    """Return the block below "keystore" of config.yml."""
    block = {
        **parts.given(settings, "endpoint", "group_id"),
        "credentials": parts.referred(settings, SECRETS, "credentials"),
        **parts.tls(settings, directory, parts.CA),
    }
    return {"fortanix": {"sdkms": block}}
