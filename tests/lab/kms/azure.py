# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure Key Vault and Entra ID: a double."""

from __future__ import annotations

from .double import TOKEN_LIFE, Double
from .system import Settings

VAULT = "minio-keys"
TENANT, CLIENT = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
NEVER = "2100-01-01T00:00:00+00:00"


class Azure(Double):
    """A key vault and its login under their own names."""

    backend, host = "azure", "azure"
    names = (f"{VAULT}.vault.azure.net", "login.microsoftonline.com")

    def accounts(self) -> Settings:
        """Return the directory with one application."""
        application = {"client_secrets": {}, "permissions": ["get", "list", "set"]}
        return {
            "tenant_id": TENANT,
            "vault": VAULT,
            "purge_protection": True,
            "token_life": TOKEN_LIFE,
            "applications": {CLIENT: application},
        }

    def admit(self, accounts: Settings, secret: str) -> None:
        """Give the application a further client secret."""
        accounts["applications"][CLIENT]["client_secrets"][secret] = NEVER

    def expel(self, accounts: Settings, secret: str) -> None:
        """Take a client secret from the application."""
        del accounts["applications"][CLIENT]["client_secrets"][secret]

    def settings(self, secret: str) -> Settings:
        """Return the settings of minio_kes_azure."""
        return {
            "endpoint": f"https://{self.names[0]}",
            "credentials": {"tenant_id": TENANT, "client_id": CLIENT, "client_secret": secret},
            "ca": self.ca(),
        }
