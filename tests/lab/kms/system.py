# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every key management system of the lab can do: be set up on a host, and give and take logins."""

from __future__ import annotations

import pathlib
import typing as t

Settings = t.Dict[str, t.Any]


class On(t.Protocol):
    """The way to the system's host."""

    def __call__(self, command: str, text: str = "") -> str:
        """Run a shell command there as root, with a text as its standard input; returns what it prints."""


class System:
    """A key management system on a host of its own."""

    backend: t.ClassVar[str]
    """The value of minio_kes_backend."""
    host: t.ClassVar[str]
    """Name of its host."""
    service: t.ClassVar[str]
    """Its unit there."""
    names: t.ClassVar[tuple[str, ...]] = ()
    """Further names by which it is reached inside the lab."""

    @classmethod
    def programs(cls) -> dict[str, pathlib.Path]:
        """Return what its host needs of this machine, by the path at which it finds it."""
        raise NotImplementedError

    def __init__(self, on: On) -> None:
        """Use the host on which *on* runs commands."""
        self.on = on

    def set_up(self, address: str) -> None:
        """Have it run on its host, and start at boot."""
        raise NotImplementedError

    def new_login(self) -> str:
        """Return the secret of a further login with the rights that KES needs, and no others."""
        raise NotImplementedError

    def unknown_login(self) -> str:
        """Return a secret that has the form of one and is none."""
        raise NotImplementedError

    def revoke(self, secret: str) -> None:
        """End a login."""
        raise NotImplementedError

    def settings(self, secret: str) -> Settings:
        """Return what the variable minio_kes_<backend> says, with this login."""
        raise NotImplementedError
