# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real OpenBao server on loopback, which answers as HashiCorp Vault does, with an engine and a login for KES."""

from __future__ import annotations

import json
import os
import pathlib
import ssl
import subprocess
import typing as t
import urllib.error
import urllib.request

from tests import collection
from tests.integration.servers.authority import Authority
from tests.integration.servers.process import ServerProcess, free_port
from tests.lab import binaries

CONFIGURATION = """
storage "raft" {{
  path    = "{data}"
  node_id = "test"
}}
listener "tcp" {{
  address       = "127.0.0.1:{port}"
  tls_cert_file = "{certificate}"
  tls_key_file  = "{key}"
{client_tls}
}}
api_addr     = "https://127.0.0.1:{port}"
cluster_addr = "https://127.0.0.1:{cluster_port}"
"""
CLIENT_TLS = """
  tls_client_ca_file                 = "{ca}"
  tls_require_and_verify_client_cert = true
"""
# what the collection asks for, and the like for KV version 1
POLICY = (
    (collection.CHECKOUT / "docs" / "policies" / "vault.hcl").read_text()
    + """
path "kv1/kes/*" { capabilities = ["create", "read"] }
path "kv1/kes"   { capabilities = ["list"] }
"""
)


class OpenBao:
    """One server: KV version 2 at kv, version 1 at kv1, transit with the key kes, and an AppRole for KES."""

    def __init__(self, directory: pathlib.Path, authority: Authority, client_certificates: bool = False) -> None:
        """Write the configuration; *client_certificates* has the server ask for them."""
        self.directory = directory
        self.ca_path = authority.certificate
        self.port = free_port()
        self.log = directory / "openbao.log"
        self.token = ""
        self.role_id = ""
        self.secret_id = ""
        self._unseal_key = ""
        pair = authority.issue(f"openbao-{self.port}")
        self.client = authority.issue(f"openbao-client-{self.port}", domains=(), ips=(), usages=("client",))
        self.client_certificates = client_certificates
        (directory / "data").mkdir()
        self._configuration = directory / "openbao.hcl"
        self._configuration.write_text(
            CONFIGURATION.format(
                data=directory / "data",
                port=self.port,
                cluster_port=free_port(),
                certificate=pair.certificate,
                key=pair.key,
                client_tls=CLIENT_TLS.format(ca=authority.certificate) if client_certificates else "",
            )
        )
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, t.Any]:
        """What an operator would write as minio_kes_vault."""
        login = {"id": self.role_id, "secret": self.secret_id}
        settings = {
            "endpoint": self.url,
            "prefix": "kes",
            "approle": login,
            "ca": self.ca_path.read_text(),
            "ping": "1s",
        }
        if self.client_certificates:
            settings["client_certificate"] = self.client.certificate.read_text()
            settings["client_key"] = self.client.key.read_text()
        return settings

    def bao(self, *words: str, text: str | None = None) -> str:
        """Run a command of OpenBao's own program as its administrator and return what it prints."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.directory), "BAO_ADDR": self.url, "BAO_CACERT": str(self.ca_path),
            "BAO_TOKEN": self.token, "BAO_CLIENT_CERT": str(self.client.certificate), "BAO_CLIENT_KEY": str(self.client.key),
        }  # fmt: skip
        finished = subprocess.run(
            [str(binaries.openbao()), *words],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            env={name: value for name, value in environment.items() if value},
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout.strip()

    def start(self) -> None:
        """Start it; the first time it is set up, later it is only unsealed."""
        self._process = ServerProcess([binaries.openbao(), "server", "-config", self._configuration], {}, self.log)
        self._process.start(lambda: self._health() is not None)
        if not self._unseal_key:
            told = json.loads(self.bao("operator", "init", "-key-shares=1", "-key-threshold=1", "-format=json"))
            self._unseal_key, self.token = told["unseal_keys_b64"][0], told["root_token"]
            self.unseal()
            self._set_up()
        else:
            self.unseal()

    def _set_up(self) -> None:
        self.bao("secrets", "enable", "-path=kv", "-version=2", "kv")
        self.bao("secrets", "enable", "-path=kv1", "-version=1", "kv")
        self.bao("secrets", "enable", "transit")
        self.bao("write", "-f", "transit/keys/kes")
        self.bao("auth", "enable", "approle")
        self.bao("policy", "write", "kes", "-", text=POLICY)
        self.role_id, self.secret_id = self.approle("kes", "kes")

    def approle(self, name: str, policy: str, ttl: str = "5m") -> tuple[str, str]:
        """Make another AppRole and return its id and secret."""
        self.bao("write", f"auth/approle/role/{name}", f"token_policies={policy}", f"token_ttl={ttl}")
        role_id = self.bao("read", "-field=role_id", f"auth/approle/role/{name}/role-id")
        return role_id, self.bao("write", "-field=secret_id", "-f", f"auth/approle/role/{name}/secret-id")

    def _health(self) -> int | None:
        context = ssl.create_default_context(cafile=str(self.ca_path))
        context.load_cert_chain(self.client.certificate, self.client.key)
        try:
            with urllib.request.urlopen(f"{self.url}/v1/sys/health", context=context, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except (urllib.error.URLError, OSError):
            return None

    def unseal(self) -> None:
        """Open it and wait until it serves."""
        self.bao("operator", "unseal", self._unseal_key)
        ServerProcess.wait(lambda: self._health() == 200, 30)

    def seal(self) -> None:
        """Close it: it answers, and serves nobody."""
        self.bao("operator", "seal")

    def stop(self) -> None:
        """End the process; what it keeps stays."""
        if self._process is not None:
            self._process.stop()

    def close(self) -> None:
        """End the process."""
        self.stop()
