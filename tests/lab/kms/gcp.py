# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Google Cloud Secret Manager: a double."""

from __future__ import annotations

import hashlib

import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests import collection

from .double import Double
from .system import Settings

ROLE = collection.CHECKOUT / "docs" / "policies" / "gcp-role.yml"
PROJECT = "minio-keys"
EMAIL = f"kes@{PROJECT}.iam.gserviceaccount.com"


def _public(secret: str) -> str:
    """Return the public key, PEM, of a private key."""
    key = serialization.load_pem_private_key(secret.encode(), None).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def _key_id(secret: str) -> str:
    return hashlib.sha1(_public(secret).encode()).hexdigest()


class Gcp(Double):
    """Secret Manager under its own name, with the role that the collection documents; secrets of logins are private keys."""

    backend, host = "gcp", "gcp"
    names = ("secretmanager.googleapis.com",)

    def accounts(self) -> Settings:
        """Return the project with one service account."""
        rights = yaml.safe_load(ROLE.read_text())["includedPermissions"]
        return {"project_id": PROJECT, "service_accounts": {EMAIL: {"keys": {}, "permissions": rights}}}

    def unknown_login(self) -> str:
        """Return a private key, PEM."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return key.private_bytes(*form).decode()

    def admit(self, accounts: Settings, secret: str) -> None:
        """Give the service account a further key."""
        accounts["service_accounts"][EMAIL]["keys"][_key_id(secret)] = _public(secret)

    def expel(self, accounts: Settings, secret: str) -> None:
        """Take a key from the service account."""
        del accounts["service_accounts"][EMAIL]["keys"][_key_id(secret)]

    def settings(self, secret: str) -> Settings:
        """Return the settings of minio_kes_gcp."""
        return {
            "project_id": PROJECT,
            "credentials": {
                "client_email": EMAIL,
                "client_id": "113491952745362495489",
                "private_key_id": _key_id(secret),
                "private_key": secret,
            },
            "ca": self.ca(),
        }
