# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS Secrets Manager: moto."""

from __future__ import annotations

import hashlib
import json

from tests import collection

from .double import Double
from .system import Settings

POLICY = collection.CHECKOUT / "docs" / "policies" / "aws.json"
REGION = "eu-central-1"


def _key_id(secret: str) -> str:
    return "AKIA" + hashlib.sha256(secret.encode()).hexdigest()[:16].upper()


class Aws(Double):
    """AWS Secrets Manager under its own name, with the policy that the collection documents."""

    backend, host = "aws", "aws"
    names = (f"secretsmanager.{REGION}.amazonaws.com",)

    def accounts(self) -> Settings:
        """Return the account with one user."""
        return {"users": {"kes": {"access_keys": {}, "policy": json.loads(POLICY.read_text())}}}

    def admit(self, accounts: Settings, secret: str) -> None:
        """Give the user a further access key."""
        accounts["users"]["kes"]["access_keys"][_key_id(secret)] = secret

    def expel(self, accounts: Settings, secret: str) -> None:
        """Take an access key from the user."""
        del accounts["users"]["kes"]["access_keys"][_key_id(secret)]

    def settings(self, secret: str) -> Settings:
        """Return the settings of minio_kes_aws."""
        return {
            "region": REGION,
            "credentials": {"accesskey": _key_id(secret), "secretkey": secret},
            "ca": self.ca(),
        }
