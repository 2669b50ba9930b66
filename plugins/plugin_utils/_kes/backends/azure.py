# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Azure Key Vault."""

from __future__ import annotations

import re

from ....module_utils._kes.azure import LOGINS, OPTIONS, VARIABLE
from .. import parts, strict

KIND, UNDERSCORES, LISTING = "azure", False, True
SECRETS = {
    "KES_AZURE_TENANT_ID": ("credentials", "tenant_id"),
    "KES_AZURE_CLIENT_ID": ("credentials", "client_id"),
    "KES_AZURE_CLIENT_SECRET": ("credentials", "client_secret"),
}
# a port, or another cloud's domain, is not what the vault says of itself, and Microsoft's library in KES then sends no token
ENDPOINT = re.compile(r"https://[A-Za-z][0-9A-Za-z-]{1,22}[0-9A-Za-z]\.vault\.azure\.net/?")


def check(settings: dict) -> None:
    """Check the settings; raises InputError naming the variable, the value and what is accepted, never a secret."""
    strict.check_known(settings, OPTIONS, VARIABLE)
    strict.check_form(
        settings["endpoint"],
        ENDPOINT,
        f"{VARIABLE}.endpoint",
        "give https://NAME.vault.azure.net without a port, as KES sends its token to no other host and logs in at the public cloud",
    )
    strict.check_logins(settings, LOGINS, VARIABLE)
    for group, keys in (("credentials", ("tenant_id", "client_id")), ("managed_identity", ("client_id",))):
        for key in keys if settings.get(group) else ():
            strict.check_uuid(settings[group][key], f"{VARIABLE}.{group}.{key}")
    strict.check_pem(settings.get("ca"), "CERTIFICATE", f"{VARIABLE}.ca")


def environment(settings: dict, directory: str) -> dict[str, str]:
    """Return the secrets as environment variables, config.yml refers to them by name; and what KES trusts."""
    return {**parts.environment(settings, SECRETS), **parts.trust(settings, directory)}


def files(settings: dict, directory: str) -> list[dict]:
    """Return the CA as a file for minio_files."""
    return parts.trusted(settings, directory)


def keystore(settings: dict, directory: str) -> dict:
    """Return the block below "keystore" of config.yml; without a login KES takes the identity of the host."""
    logins = {name: parts.referred(settings, SECRETS, name) for name in LOGINS if settings.get(name)}
    return {"azure": {"keyvault": {"endpoint": settings["endpoint"].rstrip("/"), **logins}}}
