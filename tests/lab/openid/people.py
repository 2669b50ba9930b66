# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""People of the provider who log in at the deployment of a lab, as clients that know nothing of Ansible."""

from __future__ import annotations

import base64
import hashlib
import re

import urllib3
from minio import Minio
from minio.credentials import StaticProvider
from minio.minioadmin import MinioAdmin

from tests.integration.servers.oidc import OTHER_CLIENT, Tokens
from tests.lab.lab import Lab
from tests.lab.openid import authority_file, issuer


class Refused(Exception):
    """The STS lets nobody in."""


class People:
    """Whoever can log in at the first node."""

    def __init__(self, lab: Lab) -> None:
        """Reach the deployment of a lab."""
        self.tokens = Tokens(issuer(lab), authority_file(lab))
        self._address = lab.node_addresses()[0]
        self._pool = urllib3.PoolManager(ca_certs=str(lab.ca), timeout=30, retries=False)
        self._lab = lab

    def loaded(self) -> str:
        """Return the settings of the providers that the server has loaded, without secrets."""
        provider = StaticProvider(*self._lab.credential)
        admin = MinioAdmin(endpoint=self._address, credentials=provider, http_client=self._pool)
        return str(admin.config_get("identity_openid"))

    @staticmethod
    def role() -> str:
        """Return the ARN of the role of the provider that has one: the server makes it of the client's name."""
        digest = hashlib.sha1(OTHER_CLIENT.encode()).digest()
        return "arn:minio:iam:::role/" + base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def enter(self, token: str, role: str | None = None) -> Minio:
        """Return a client that works by a token; raises Refused with the words of the STS where it lets nobody in."""
        fields = {"Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15", "WebIdentityToken": token}
        if role:
            fields["RoleArn"] = role
        answer = self._pool.request("POST", f"https://{self._address}/", fields=fields, encode_multipart=False)
        told = answer.data.decode()
        if answer.status != 200:
            raise Refused(told)
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
        access_key, secret_key, session = (re.findall(f"<{name}>(.*?)</{name}>", told)[0] for name in names)
        # with a region the client asks for none, which a policy need not allow
        options = {"session_token": session, "region": "us-east-1", "http_client": self._pool}
        return Minio(self._address, access_key, secret_key, **options)

    def log_in(self, username: str) -> Minio:
        """Return a client that works as a user whose token names the policies."""
        return self.enter(self.tokens.of(username))

    def join(self, username: str) -> Minio:
        """Return a client that works as a user who has the role."""
        return self.enter(self.tokens.of(username, OTHER_CLIENT), self.role())

    def root(self) -> Minio:
        """Return a client that works as root."""
        return Minio(self._address, *self._lab.credential, http_client=self._pool)
