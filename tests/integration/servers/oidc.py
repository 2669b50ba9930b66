# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real OpenID provider on loopback, and tokens: its own, and such as nobody but an attacker makes."""

from __future__ import annotations

import base64
import http.client
import json
import pathlib
import ssl
import time
import typing as t
import urllib.parse

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.integration.servers.authority import Authority
from tests.integration.servers.process import ServerProcess, free_port
from tests.lab import binaries

CLIENT = "minio"
CLIENT_SECRET = "planted-client-secret-1b7e9d0c4f2a"
OTHER_CLIENT = "another-service"
PASSWORD = "planted-password-of-everybody"
KEY_NAME = "lab-1"
"""The kid of the key by which it signs."""
POLICIES: dict[str, t.Any] = {
    "reader": ["readonly"],
    "writer": "writeonly",
    "both": ["readonly", "writeonly"],
    "half": ["readonly", "no-such-policy"],
    "nobody": ["no-such-policy"],
    "brief": ["readonly"],
}
"""The claim "policy" of every account; that of "brief" is in tokens of one second."""


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def accounts() -> dict[str, t.Any]:
    """Return the accounts of the provider, and one whose token names no policy."""
    made: dict[str, t.Any] = {
        name: {"password": PASSWORD, "claims": {"policy": policy}} for name, policy in POLICIES.items()
    }
    made["brief"]["life"] = 1
    return {**made, "silent": {"password": PASSWORD, "claims": {}}}


def settings(issuer: str, address: str, port: int, folder: str) -> dict[str, t.Any]:
    """Return the settings of the provider's program; its files are in *folder*."""
    return {
        "address": address,
        "port": port,
        "issuer": issuer,
        "certificate": f"{folder}/openid.crt",
        "key": f"{folder}/openid.key",
        "keys": f"{folder}/keys.json",
        "clients": [{"id": CLIENT, "secret": CLIENT_SECRET}, {"id": OTHER_CLIENT, "secret": CLIENT_SECRET}],
        "accounts": accounts(),
    }


class Tokens:
    """Tokens of a provider, asked for as a client of it does."""

    def __init__(self, issuer: str, ca: pathlib.Path) -> None:
        """Ask the provider that calls itself *issuer* and whose certificate chains to *ca*."""
        self._issuer, self._ca = issuer, ca

    def ask(self, username: str, client: str = CLIENT) -> dict[str, t.Any]:
        """Return the answer of the token endpoint to the name and password of an account."""
        parts = urllib.parse.urlsplit(self._issuer)
        tls = ssl.create_default_context(cafile=str(self._ca))
        connection = http.client.HTTPSConnection(str(parts.hostname), parts.port, timeout=30, context=tls)
        form = {"grant_type": "password", "username": username, "password": PASSWORD, "scope": "openid"}
        pair = base64.b64encode(f"{client}:{CLIENT_SECRET}".encode()).decode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {pair}"}
        connection.request("POST", "/token", urllib.parse.urlencode(form), headers)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
        assert answer.status == 200, body
        return dict(body)

    def of(self, username: str, client: str = CLIENT) -> str:
        """Return the ID token of an account."""
        return str(self.ask(username, client)["id_token"])

    def forged(self, kid: str | None = KEY_NAME, **claims: t.Any) -> str:
        """Return a token that says what the provider would say, signed by a key that is not the provider's."""
        header = {"alg": "RS256", **({"kid": kid} if kid else {})}
        now = int(time.time())
        said = {"sub": "reader", "aud": CLIENT, "iss": self._issuer, "iat": now, "exp": now + 600, "policy": "readonly"}
        parts = ".".join(_encoded(json.dumps(part).encode()) for part in (header, {**said, **claims}))
        key = rsa.generate_private_key(65537, 2048)
        return f"{parts}.{_encoded(key.sign(parts.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def without_kid(self, username: str) -> str:
        """Return the provider's own token with the name of the key taken out of its header."""
        _header, claims, signature = self.of(username).split(".")
        return ".".join([_encoded(b'{"alg":"RS256"}'), claims, signature])


class OidcProvider:
    """The provider as a process."""

    def __init__(self, directory: pathlib.Path, authority: Authority) -> None:
        """Prepare files below *directory*; nothing is started yet."""
        pair = authority.issue("openid")
        for source, name in ((pair.certificate, "openid.crt"), (pair.key, "openid.key")):
            (directory / name).write_bytes(source.read_bytes())
        port = free_port()
        self.issuer = f"https://127.0.0.1:{port}"
        self.config_url = f"{self.issuer}/.well-known/openid-configuration"
        self.tokens = Tokens(self.issuer, authority.certificate)
        self._ca = authority.certificate
        self._port = port
        file = directory / "settings.json"
        file.write_text(json.dumps(settings(self.issuer, "127.0.0.1", port, str(directory))))
        server = binaries.openid() / "server.mjs"
        self._process = ServerProcess([binaries.node(), server, file], {}, directory / "openid.log")

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process.start(self._answers, timeout=300)

    def _answers(self) -> bool:
        tls = ssl.create_default_context(cafile=str(self._ca))
        try:
            connection = http.client.HTTPSConnection("127.0.0.1", self._port, timeout=10, context=tls)
            connection.request("GET", "/.well-known/openid-configuration")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """End it; its keys stay."""
        self._process.stop()
