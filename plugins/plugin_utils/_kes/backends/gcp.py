# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Google Cloud Secret Manager."""

from __future__ import annotations

import re

from ....module_utils._errors import InputError
from ....module_utils._kes.gcp import OPTIONS, VARIABLE
from .. import parts, strict

KIND, UNDERSCORES, LISTING = "gcp", True, True
SECRETS = {
    "KES_GCP_CLIENT_EMAIL": ("credentials", "client_email"),
    "KES_GCP_CLIENT_ID": ("credentials", "client_id"),
    "KES_GCP_PRIVATE_KEY_ID": ("credentials", "private_key_id"),
    "KES_GCP_PRIVATE_KEY": ("credentials", "private_key"),
}
PROJECT = re.compile(r"([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|\d{6,20}")
EMAIL = re.compile(r"[0-9A-Za-z._-]+@[0-9A-Za-z.-]+\.gserviceaccount\.com")
SCOPE = re.compile(r"https://www\.googleapis\.com/auth/[a-z._-]+")
# a line break, as such or as it stands in Google's file of the account
LINE = r"(\r?\n|\\n)"
PRIVATE_KEY = re.compile(
    rf"-----BEGIN (RSA )?PRIVATE KEY-----{LINE}([0-9A-Za-z+/=]+{LINE})+-----END (RSA )?PRIVATE KEY-----{LINE}*"
)


def check(settings: dict) -> None:
    """Check the settings; raises InputError naming the variable, the value and what is accepted, never a secret."""
    strict.check_known(settings, OPTIONS, VARIABLE)
    strict.check_form(
        settings["project_id"], PROJECT, f"{VARIABLE}.project_id", "give the ID of the project, such as kes-production"
    )
    if settings.get("endpoint") is not None:
        raise InputError(
            f"{VARIABLE}.endpoint is {settings['endpoint']!r}: leave it out, as KES takes it for an address in two forms at once and works "
            "with neither"
        )
    for number, scope in enumerate(settings.get("scopes") or []):
        name = f"{VARIABLE}.scopes[{number}]"
        strict.check_form(
            scope, SCOPE, name, "leave scopes out, or give such as https://www.googleapis.com/auth/cloud-platform"
        )
    if settings.get("credentials"):
        _check_credentials(settings["credentials"])
    strict.check_pem(settings.get("ca"), "CERTIFICATE", f"{VARIABLE}.ca")


def _check_credentials(login: dict) -> None:
    name = f"{VARIABLE}.credentials"
    strict.check_form(
        login["client_email"],
        EMAIL,
        f"{name}.client_email",
        "give the address of a service account, ...gserviceaccount.com",
    )
    strict.check_form(
        login["client_id"],
        re.compile(r"\d+"),
        f"{name}.client_id",
        "give the number in quotes that the account's file holds",
    )
    strict.check_pem(login["private_key"], "PRIVATE KEY", f"{name}.private_key")
    if not PRIVATE_KEY.fullmatch(login["private_key"].strip()):
        raise InputError(
            f"{name}.private_key is a PEM that has lost its line breaks: give it as it stands in the account's file, or as a block (|) of YAML"
        )


def environment(settings: dict, directory: str) -> dict[str, str]:
    """Return the secrets as environment variables, config.yml refers to them by name; and what KES trusts."""
    # KES makes line breaks of these again, and a variable with none is the same to everybody who reads it
    found = {name: value.strip().replace("\n", "\\n") for name, value in parts.environment(settings, SECRETS).items()}
    return {**found, **parts.trust(settings, directory)}


def files(settings: dict, directory: str) -> list[dict]:
    """Return the CA as a file for minio_files."""
    return parts.trusted(settings, directory)


def keystore(settings: dict, directory: str) -> dict:
    """Return the block below "keystore" of config.yml; without credentials KES takes those of the host."""
    block = parts.given(settings, "project_id", "scopes")
    if settings.get("credentials"):
        block["credentials"] = parts.referred(settings, SECRETS, "credentials")
    return {"gcp": {"secretmanager": block}}
