# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Google Cloud Secret Manager as the tests set it up."""

from __future__ import annotations

import typing as t

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.integration.servers.doubles.base import Double, Settings


def _key_pair() -> tuple[str, str]:
    """Return a new key of a service account and its public part, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


class Gcp(Double):
    """Google Cloud Secret Manager."""

    service = "gcp"
    secret_name = "private_key"
    names = ("secretmanager.googleapis.com",)
    rights = (
        "secretmanager.secrets.create",
        "secretmanager.versions.add",
        "secretmanager.versions.access",
        "secretmanager.secrets.list",
        "secretmanager.secrets.delete",
    )
    project, key_id = "kes-test", "381514ebd3cf45a64ca8adc561f0ce28fca5ec06"
    email = f"kes@{project}.iam.gserviceaccount.com"

    @property
    def wrong_secret(self) -> str:
        return _key_pair()[0]

    @property
    def environment(self) -> dict[str, str]:
        return {"SSL_CERT_FILE": str(self.ca_path)}

    @property
    def keystore(self) -> Settings:
        login = {
            "client_email": self.email,
            "client_id": "113491952745362495489",
            "private_key_id": self.key_id,
            "private_key": self.private_key,
        }
        return {"gcp": {"secretmanager": {"project_id": self.project, "credentials": login}}}

    def first_accounts(self) -> Settings:
        self.private_key, public_key = _key_pair()
        account = {"keys": {self.key_id: public_key}, "permissions": list(self.rights)}
        return {"project_id": self.project, "service_accounts": {self.email: account}}

    def grant(self, rights: t.Collection[str]) -> None:
        self.accounts["service_accounts"][self.email]["permissions"] = list(rights)
        self.write_accounts()

    def revoke(self) -> None:
        self.accounts["service_accounts"][self.email]["keys"] = {}
        self.write_accounts()
