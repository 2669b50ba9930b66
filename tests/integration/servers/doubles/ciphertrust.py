# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Thales CipherTrust Manager as the tests set it up."""

from __future__ import annotations

import typing as t

from tests.integration.servers.doubles.base import TOKEN_LIFE, Double, Settings


class CipherTrust(Double):
    """Thales CipherTrust Manager."""

    service = "ciphertrust"
    secret_name = "token"
    rights = ("create", "export", "list", "delete")
    token = "planted-refresh-token"

    @property
    def keystore(self) -> Settings:
        login = {"token": self.token, "domain": "root"}
        return {
            "gemalto": {"keysecure": {"endpoint": self.url, "credentials": login, "tls": {"ca": str(self.ca_path)}}}
        }

    def first_accounts(self) -> Settings:
        client = {"refresh_token": self.token, "domain": "root", "actions": list(self.rights)}
        return {"token_life": TOKEN_LIFE, "clients": {"kes": client}}

    def grant(self, rights: t.Collection[str]) -> None:
        self.accounts["clients"]["kes"]["actions"] = list(rights)
        self.write_accounts()

    def revoke(self) -> None:
        self.accounts["clients"] = {}
        self.write_accounts()
