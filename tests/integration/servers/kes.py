# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real KES server on loopback with mutual TLS; its keys lie in files, which no real deployment may do."""

from __future__ import annotations

import hashlib
import json
import pathlib
import shutil
import ssl
import typing as t
import urllib.error
import urllib.request

import yaml
from ansible_collections.hardening.minio.plugins.filter.kes_config import kes_config
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.integration.servers.authority import Authority, Pair
from tests.integration.servers.names import resolving
from tests.integration.servers.process import ServerProcess, free_port
from tests.lab import binaries

ALLOWED = [f"/v1/key/{call}/test-*" for call in ("create", "generate", "decrypt", "describe")]
ALLOWED += ["/v1/key/list/*", "/v1/status", "/v1/metrics", "/v1/api"]


def identity_of(certificate: pathlib.Path) -> str:
    """Return KES's name for the owner of a certificate: the SHA-256 of its public key."""
    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


class KesServer:
    """One KES server; its client may use keys whose names begin with test-."""

    key_name = "test-default"

    def __init__(
        self,
        directory: pathlib.Path,
        authority: Authority,
        settings: dict[str, t.Any] | None = None,
        environment: dict[str, str] | None = None,
        vault: dict[str, t.Any] | None = None,
        hosts: dict[str, str] | None = None,
    ) -> None:
        """Write the configuration; *settings* replace whole sections of it, such as "keystore".

        With *vault*, the configuration is the one that role minio_kes writes for these settings.
        *hosts* are names and the addresses that only this server finds them at.
        """
        self.directory = directory
        self.ca_path = authority.certificate
        self.port = free_port()
        self.log = directory / "kes.log"
        self.environment = environment or {}
        self.hosts = hosts or {}
        self.config_path = directory / "config.yml"
        self.server: Pair = authority.issue(f"kes-{self.port}")
        self.client: Pair = authority.issue(f"kes-client-{self.port}", domains=(), ips=(), usages=("client",))
        self.config: dict[str, t.Any] = {
            "version": "v1",
            "address": f"127.0.0.1:{self.port}",
            "admin": {"identity": "disabled"},
            "tls": {"key": str(self.server.key), "cert": str(self.server.certificate)},
            "policy": {"minio": {"allow": ALLOWED, "identities": [identity_of(self.client.certificate)]}},
            "keystore": {"fs": {"path": str(directory / "keys")}},
            **(settings or {}),
        }
        if vault is not None:
            self._render(vault, settings or {})
        self._process: ServerProcess | None = None

    def _render(self, vault: dict[str, t.Any], settings: dict[str, t.Any]) -> None:
        found = kes_config(
            vault,
            "vault",
            address=f"127.0.0.1:{self.port}",
            prefix="test-",
            identities=[identity_of(self.client.certificate)],
            directory=str(self.directory),
        )
        for entry in found["files"]:
            path = pathlib.Path(entry["path"])
            path.parent.mkdir(exist_ok=True)
            path.write_text(entry.get("content") or entry["secret_content"])
        (self.directory / "certs").mkdir()
        shutil.copy(self.server.certificate, self.directory / "certs" / "server.crt")
        shutil.copy(self.server.key, self.directory / "certs" / "server.key")
        self.config = {**found["configuration"], **settings}
        self.environment = {**found["environment"], **self.environment}

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def minio_environment(self) -> dict[str, str]:
        """What connects a MinIO server to this one."""
        return {
            "MINIO_KMS_KES_ENDPOINT": self.url,
            "MINIO_KMS_KES_KEY_NAME": self.key_name,
            "MINIO_KMS_KES_CERT_FILE": str(self.client.certificate),
            "MINIO_KMS_KES_KEY_FILE": str(self.client.key),
            "MINIO_KMS_KES_CAPATH": str(self.ca_path),
        }

    @property
    def process(self) -> ServerProcess:
        """The server's process."""
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Start it and wait until it answers its client."""
        self.config_path.write_text(yaml.safe_dump(self.config))
        argv: list[str | pathlib.Path] = [binaries.path("kes"), "server", "--config", self.config_path]
        if self.hosts:
            path = self.directory / "hosts"
            path.write_text("".join(f"{address} {name}\n" for name, address in self.hosts.items()))
            argv = resolving(path, argv)
        self._process = ServerProcess(argv, self.environment, self.log)
        self._process.start(self._ready)

    def ask(
        self, method: str, path: str, body: dict[str, t.Any] | None = None, timeout: float = 20
    ) -> tuple[int, dict[str, t.Any]]:
        """Call the server as its client and return status and answer; OSError without one."""
        context = ssl.create_default_context(cafile=str(self.ca_path))
        context.load_cert_chain(self.client.certificate, self.client.key)
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", content, method=method)
        try:
            with urllib.request.urlopen(request, context=context, timeout=timeout) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")

    def _ready(self) -> bool:
        try:
            # any answer: its policy may name somebody else
            return self.ask("GET", "/v1/status", timeout=5)[0] > 0
        except OSError:
            return False

    def stop(self) -> None:
        """End the process; the keys stay."""
        if self._process is not None:
            self._process.stop()

    def close(self) -> None:
        """End the process."""
        self.stop()
