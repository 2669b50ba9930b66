# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Thales CipherTrust Manager: a double."""

from __future__ import annotations

import hashlib

from .double import TOKEN_LIFE, Double
from .system import Settings


def _client(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:8]


class CipherTrust(Double):
    """Thales CipherTrust Manager; secrets of logins are refresh tokens."""

    backend, host = "ciphertrust", "ciphertrust"

    def accounts(self) -> Settings:
        """Return no clients."""
        return {"token_life": TOKEN_LIFE, "clients": {}}

    def admit(self, accounts: Settings, secret: str) -> None:
        """Add a client."""
        rights = ["create", "export", "list"]
        accounts["clients"][_client(secret)] = {"refresh_token": secret, "domain": "root", "actions": rights}

    def expel(self, accounts: Settings, secret: str) -> None:
        """Remove a client."""
        del accounts["clients"][_client(secret)]

    def settings(self, secret: str) -> Settings:
        """Return the settings of minio_kes_ciphertrust."""
        return {
            "endpoint": f"https://{self.host}",
            "credentials": {"token": secret, "domain": "root"},
            "ca": self.ca(),
        }
