# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fortanix SDKMS as the tests set it up."""

from __future__ import annotations

import base64
import typing as t

from tests.integration.servers.doubles.base import WRONG, Double, Settings


class Fortanix(Double):
    """Fortanix SDKMS."""

    service = "fortanix"
    secret_name = "key"
    rights = ("MANAGE", "EXPORT")
    app, group = "5c21fe79-d4fe-441a-ac33-66fce4ceb18a", "ce08d547-2a82-411e-ae2d-83655a4b7617"
    secret = "planted-app-secret"

    @property
    def wrong_secret(self) -> str:
        return self.api_key(WRONG)

    def api_key(self, secret: str) -> str:
        """Return what an app with this secret is given to log in with."""
        return base64.b64encode(f"{self.app}:{secret}".encode()).decode()

    @property
    def keystore(self) -> Settings:
        login = {"key": self.api_key(self.secret)}
        tls = {"ca": str(self.ca_path)}
        return {"fortanix": {"sdkms": {"endpoint": self.url, "group_id": self.group, "credentials": login, "tls": tls}}}

    def first_accounts(self) -> Settings:
        groups = {self.group: list(self.rights)}
        return {"apps": {self.app: {"secret": self.secret, "default_group": self.group, "groups": groups}}}

    def grant(self, rights: t.Collection[str]) -> None:
        self.accounts["apps"][self.app]["groups"] = {self.group: list(rights)}
        self.write_accounts()

    def revoke(self) -> None:
        self.accounts["apps"] = {}
        self.write_accounts()
