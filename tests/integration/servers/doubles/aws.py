# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS Secrets Manager as the tests set it up."""

from __future__ import annotations

import typing as t

from tests.integration.servers.doubles.base import Double, Settings


class Aws(Double):
    """AWS Secrets Manager."""

    service = "aws"
    secret_name = "secretkey"
    rights = ("CreateSecret", "GetSecretValue", "ListSecrets", "DeleteSecret")
    key_id, secret = "AKIAPLANTEDPLANTED00", "planted-secret-access-key-of-forty-chars"

    @property
    def environment(self) -> dict[str, str]:
        return {"SSL_CERT_FILE": str(self.ca_path)}

    @property
    def keystore(self) -> Settings:
        login = {"accesskey": self.key_id, "secretkey": self.secret}
        return {"aws": {"secretsmanager": {"endpoint": self.url, "region": "eu-central-1", "credentials": login}}}

    def first_accounts(self) -> Settings:
        return {"users": {"kes": {"access_keys": {self.key_id: self.secret}, "policy": self.policy(self.rights)}}}

    @staticmethod
    def policy(rights: t.Collection[str]) -> Settings:
        """Return a policy with these rights on secrets whose names begin with test-."""
        statements = [
            {
                "Effect": "Allow",
                "Action": f"secretsmanager:{right}",
                # a list is of no secret in particular
                "Resource": "*" if right == "ListSecrets" else "arn:aws:secretsmanager:eu-central-1:*:secret:test-*",
            }
            for right in rights
        ]
        return {"Version": "2012-10-17", "Statement": statements}

    def grant(self, rights: t.Collection[str]) -> None:
        self.accounts["users"]["kes"]["policy"] = self.policy(rights)
        self.write_accounts()

    def revoke(self) -> None:
        self.accounts["users"]["kes"]["access_keys"] = {}
        self.write_accounts()
