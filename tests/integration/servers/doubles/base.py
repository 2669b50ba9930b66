# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A double on loopback with an account for KES that has the least rights."""

from __future__ import annotations

import copy
import json
import pathlib
import typing as t

from tests import collection
from tests.integration.servers.authority import Authority
from tests.integration.servers.names import free_address
from tests.integration.servers.process import ServerProcess
from tests.lab import binaries

Settings = t.Dict[str, t.Any]
WRONG = "planted-wrong-secret"
PORT = 443
TOKEN_LIFE = 2
"""Seconds for which a token stays valid after its login was revoked, where the service hands out tokens."""


def _level_of(settings: Settings, name: str) -> Settings:
    """Return the dictionary inside *settings* that has the key *name*."""
    while name not in settings:
        settings = next(level for level in settings.values() if f'"{name}":' in json.dumps(level))
    return settings


class Double:
    """One double. What KES may do is in *accounts*; write_accounts() has the double know of a change."""

    service: t.ClassVar[str]
    names: t.ClassVar[tuple[str, ...]] = ()
    """Host names of the real service that its clients cannot be told to replace; all are on port 443."""
    secret_name: t.ClassVar[str]
    """How KES calls the secret that it logs in with."""
    rights: t.ClassVar[tuple[str, ...]]
    """What KES needs to create, read, list and delete keys, in the words of the service."""

    def __init__(self, directory: pathlib.Path, authority: Authority) -> None:
        """Make a certificate and the account."""
        self.directory = directory
        self.ca_path = authority.certificate
        # an address of its own, whose ports nobody else is given
        self.address = free_address(PORT)
        self.log = directory / f"{self.service}.log"
        self._pair = authority.issue(f"{self.service}-{self.address}", [*self.names, "localhost"], [self.address])
        self._accounts_path = directory / "accounts.json"
        self._first_accounts = self.first_accounts()
        self.restore()
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """Address of the server, for clients that can be told."""
        return f"https://{self.address}:{PORT}"

    @property
    def hosts(self) -> dict[str, str]:
        """What a client has to find in /etc/hosts."""
        return dict.fromkeys(self.names, self.address)

    @property
    def environment(self) -> dict[str, str]:
        """What KES needs in its environment to trust this server."""
        return {}

    @property
    def keystore(self) -> Settings:
        """KES's section keystore."""
        raise NotImplementedError

    def first_accounts(self) -> Settings:
        """Return the accounts: one for KES, with all rights that it needs and no others."""
        raise NotImplementedError

    @property
    def wrong_secret(self) -> str:
        """A secret that was never valid."""
        return WRONG

    @property
    def secret_value(self) -> str:
        """The secret that KES logs in with."""
        return str(_level_of(self.keystore, self.secret_name)[self.secret_name])

    def keystore_with(self, name: str, value: str) -> Settings:
        """Return the section keystore with another value for a setting, which stands in it once."""
        keystore = copy.deepcopy(self.keystore)
        _level_of(keystore, name)[name] = value
        return keystore

    def grant(self, rights: t.Collection[str]) -> None:
        """Give the account these rights and no others."""
        raise NotImplementedError

    def revoke(self) -> None:
        """Take the credential back."""
        raise NotImplementedError

    def restore(self) -> None:
        """Give the account all that it had at first."""
        self.accounts = copy.deepcopy(self._first_accounts)
        self.write_accounts()

    def write_accounts(self) -> None:
        """Let the accounts take effect, all at once."""
        partial = self._accounts_path.with_suffix(".partial")
        partial.write_text(json.dumps(self.accounts))
        partial.replace(self._accounts_path)

    def start(self) -> None:
        """Start it; it finds again what it kept."""
        argv = [
            binaries.python("doubles"), "-m", "tests.lab.doubles", self.service,
            "--address", self.address, "--port", str(PORT),
            "--certificate", self._pair.certificate, "--key", self._pair.key,
            "--accounts", self._accounts_path, "--state", self.directory / "state.json",
        ]  # fmt: skip
        environment = {"PYTHONPATH": str(collection.CHECKOUT), "PYTHONUNBUFFERED": "1"}
        self.log.touch()
        starts = self._told_ready()
        self._process = ServerProcess(argv, environment, self.log)
        self._process.start(lambda: self._told_ready() > starts)

    def _told_ready(self) -> int:
        """Return how often it said that it accepts connections."""
        return self.log.read_text().splitlines().count("ready")

    def stop(self) -> None:
        """End the process; what it keeps stays."""
        if self._process is not None:
            self._process.stop()

    close = stop
