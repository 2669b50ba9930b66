# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fortanix SDKMS: a double."""

from __future__ import annotations

import base64
import uuid

from .double import Double
from .system import Settings

GROUP = "ce08d547-2a82-411e-ae2d-83655a4b7617"


def _app(secret: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, secret))


class Fortanix(Double):
    """Fortanix SDKMS; a further login is a further app of the group."""

    backend, host = "fortanix", "fortanix"

    def accounts(self) -> Settings:
        """Return no apps."""
        return {"apps": {}}

    def admit(self, accounts: Settings, secret: str) -> None:
        """Add an app to the group."""
        rights = ["MANAGE", "EXPORT"]
        accounts["apps"][_app(secret)] = {"secret": secret, "default_group": GROUP, "groups": {GROUP: rights}}

    def expel(self, accounts: Settings, secret: str) -> None:
        """Remove an app."""
        del accounts["apps"][_app(secret)]

    def settings(self, secret: str) -> Settings:
        """Return the settings of minio_kes_fortanix."""
        key = base64.b64encode(f"{_app(secret)}:{secret}".encode()).decode()
        return {
            "endpoint": f"https://{self.host}",
            "group_id": GROUP,
            "credentials": {"key": key},
            "ca": self.ca(),
        }
