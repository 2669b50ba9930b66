# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure Key Vault and Entra ID as the tests set it up."""

from __future__ import annotations

import typing as t

from tests.integration.servers.doubles.base import TOKEN_LIFE, Double, Settings


class Azure(Double):
    """Azure Key Vault with Entra ID."""

    service = "azure"
    secret_name = "client_secret"
    names = ("kes-test.vault.azure.net", "login.microsoftonline.com")
    rights = ("get", "list", "set", "delete", "purge")
    tenant, client = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
    secret = "planted-client-secret"

    @property
    def environment(self) -> dict[str, str]:
        return {"SSL_CERT_FILE": str(self.ca_path)}

    @property
    def keystore(self) -> Settings:
        login = {"tenant_id": self.tenant, "client_id": self.client, "client_secret": self.secret}
        return {"azure": {"keyvault": {"endpoint": f"https://{self.names[0]}", "credentials": login}}}

    def first_accounts(self) -> Settings:
        application = {
            "client_secrets": {self.secret: "2100-01-01T00:00:00+00:00"},
            "permissions": list(self.rights),
        }
        return {
            "tenant_id": self.tenant,
            "vault": "kes-test",
            "purge_protection": False,
            "token_life": TOKEN_LIFE,
            "applications": {self.client: application},
        }

    def grant(self, rights: t.Collection[str]) -> None:
        self.accounts["applications"][self.client]["permissions"] = list(rights)
        self.write_accounts()

    def revoke(self) -> None:
        self.accounts["applications"][self.client]["client_secrets"] = {}
        self.write_accounts()

    def expire(self) -> None:
        """Let the secret's end be past."""
        self.accounts["applications"][self.client]["client_secrets"] = {self.secret: "2020-01-01T00:00:00+00:00"}
        self.write_accounts()
