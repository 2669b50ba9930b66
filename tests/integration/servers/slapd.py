# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real OpenLDAP server on loopback, with LDAPS and StartTLS, that refuses what comes in clear."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess

from tests.integration.servers.authority import Authority
from tests.integration.servers.process import ServerProcess, free_port
from tests.lab.ldap import openldap


def is_listening(port: int) -> bool:
    """Return whether somebody takes connections at a port of loopback."""
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


class Slapd:
    """One server with the entries of tests/lab/ldap."""

    settings = openldap.SETTINGS

    def __init__(
        self,
        directory: pathlib.Path,
        authority: Authority,
        domains: tuple[str, ...] = ("localhost",),
        certificate: bool = True,
    ) -> None:
        """Prepare its configuration; its certificate, where it has one, names *domains* and 127.0.0.1."""
        self.directory = directory
        self.ca_path = authority.certificate
        self.port, self.tls_port = free_port(), free_port()
        pair = authority.issue("slapd", domains, ips=("127.0.0.1",), usages=("server",))
        self._folder = directory / "slapd.d"
        for folder in (self._folder, directory / "data"):
            folder.mkdir()
        text = openldap.config(str(directory), str(pair.certificate), str(pair.key), str(authority.certificate))
        if not certificate:
            text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("olcTLSC"))
        self._tool(["slapadd", "-n", "0", "-F", str(self._folder)], text)
        self._has_certificate = certificate
        self._process: ServerProcess | None = None

    @property
    def address(self) -> str:
        """Where it speaks TLS from the beginning."""
        return f"127.0.0.1:{self.tls_port}"

    @property
    def starttls_address(self) -> str:
        """Where it wants StartTLS."""
        return f"127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the tools of OpenLDAP."""
        return {"PATH": f"{os.environ['PATH']}:/usr/sbin", "LDAPTLS_CACERT": str(self.ca_path)}

    def _tool(self, argv: list[str], text: str) -> None:
        done = subprocess.run(
            argv, input=text, capture_output=True, check=False, text=True, env=self.environment, timeout=300
        )
        assert done.returncode == 0, done.stderr

    def change(self, ldif: str) -> None:
        """Apply changes as the directory's administrator."""
        secret = self.directory / "admin"
        secret.write_text(openldap.ADMIN_PASSWORD)
        secret.chmod(0o600)
        self._tool(
            ["ldapmodify", "-a", "-x", "-H", f"ldaps://{self.address}", "-D", openldap.ADMIN, "-y", str(secret)], ldif
        )

    def start(self) -> None:
        """Start it; the first time its entries are put in."""
        first = self._process is None
        urls = f"ldap://{self.starttls_address}" + (f" ldaps://{self.address}" if self._has_certificate else "")
        argv = ["/usr/sbin/slapd", "-d", "0", "-F", self._folder, "-h", urls]
        self._process = ServerProcess(argv, {}, self.directory / "slapd.log")
        self._process.start(self._ready, timeout=300)
        if first and self._has_certificate:
            self.change(openldap.content())

    def _ready(self) -> bool:
        if not self._has_certificate:
            return is_listening(self.port)
        argv = ["ldapwhoami", "-x", "-H", f"ldaps://{self.address}"]
        return subprocess.run(argv, capture_output=True, check=False, env=self.environment).returncode == 0

    def stop(self) -> None:
        """End the process; what it holds stays."""
        if self._process is not None:
            self._process.stop()
