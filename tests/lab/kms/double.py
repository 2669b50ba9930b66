# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A double of a key management system as a service of a lab host."""

from __future__ import annotations

import json
import pathlib
import secrets
import tempfile
import typing as t

from tests.integration.servers.authority import Authority

from .. import binaries
from .system import Settings, System

DOUBLES = pathlib.Path(__file__).resolve().parents[1] / "doubles"
HOME = "/etc/kms"
ACCOUNTS = f"{HOME}/accounts.json"
TOKEN_LIFE = 60
"""Seconds for which a token stays valid after its login was revoked, where the service hands out tokens."""
UNIT = f"""\
[Service]
Environment=PYTHONPATH=/opt/lab:/opt/lab/libraries PYTHONDONTWRITEBYTECODE=1
ExecStart=/usr/bin/python3 -m doubles {{backend}} --address 0.0.0.0 --certificate {HOME}/server.crt --key {HOME}/server.key \\
  --accounts {ACCOUNTS} --state {HOME}/state.json
[Install]
WantedBy=multi-user.target
"""


class Double(System):
    """A double; what differs is the form of its accounts and of the settings."""

    service = "kms"

    @classmethod
    def programs(cls) -> dict[str, pathlib.Path]:
        """Return the doubles and the libraries that they use."""
        return {"/opt/lab/doubles": DOUBLES, "/opt/lab/libraries": binaries.libraries("doubles")}

    def accounts(self) -> Settings:
        """Return the accounts without any login."""
        raise NotImplementedError

    def admit(self, accounts: Settings, secret: str) -> None:
        """Add a login that has the rights which KES needs, and no others."""
        raise NotImplementedError

    def expel(self, accounts: Settings, secret: str) -> None:
        """Remove a login."""
        raise NotImplementedError

    def set_up(self, address: str) -> None:
        """Give it a certificate of a CA of its own, and start it."""
        with tempfile.TemporaryDirectory() as folder:
            authority = Authority(pathlib.Path(folder))
            pair = authority.issue("kms", [self.host, *self.names, "localhost"], [address, "127.0.0.1"])
            files = {
                f"{HOME}/ca.crt": authority.certificate.read_text(),
                f"{HOME}/server.crt": pathlib.Path(pair.certificate).read_text(),
                f"{HOME}/server.key": pathlib.Path(pair.key).read_text(),
                ACCOUNTS: json.dumps(self.accounts()),
                f"/etc/systemd/system/{self.service}.service": UNIT.format(backend=self.backend),
            }
        self.on(f"install -d -m 700 {HOME}")
        for path, text in files.items():
            self.on(f"umask 077; cat > {path}", text)
        self.on(f"systemctl daemon-reload; systemctl enable --quiet --now {self.service}")
        self.on("until ss -Hltn 'sport = :443' | grep -q .; do sleep 0.2; done")

    def _change(self, change: t.Callable[[Settings, str], None], secret: str) -> None:
        accounts = json.loads(self.on(f"cat {ACCOUNTS}"))
        change(accounts, secret)
        self.on(f"umask 077; cat > {ACCOUNTS}.new; mv {ACCOUNTS}.new {ACCOUNTS}", json.dumps(accounts))

    def unknown_login(self) -> str:
        """Return a random secret."""
        return f"planted-{secrets.token_hex(16)}"

    def new_login(self) -> str:
        """Add a login and return its secret."""
        secret = self.unknown_login()
        self._change(self.admit, secret)
        return secret

    def revoke(self, secret: str) -> None:
        """Remove a login."""
        self._change(self.expel, secret)

    def ca(self) -> str:
        """Return the certificate of the CA, PEM."""
        return self.on(f"cat {HOME}/ca.crt")
