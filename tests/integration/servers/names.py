# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Have a program find host names where a test wants them, without touching the machine's own /etc/hosts."""

from __future__ import annotations

import pathlib
import random
import socket
import typing as t

# $0 is the file with the names; the program takes the place of the shell, so that its process id stays
SCRIPT = 'mount --bind "$0" /etc/hosts && exec "$@"'


def resolving(hosts: pathlib.Path, argv: t.Sequence[str | pathlib.Path]) -> list[str | pathlib.Path]:
    """Return the command that runs *argv* in a mount namespace of its own, where *hosts* is /etc/hosts."""
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", SCRIPT, hosts, *argv]


def free_address(port: int) -> str:
    """Return an address of loopback on which nobody listens to *port* at this moment.

    There are enough that tests which run at the same time do not meet.
    """
    while True:
        address = ".".join(["127", *(str(random.randint(1, 254)) for _part in range(3))])
        with socket.socket() as listener:
            try:
                listener.bind((address, port))
            except OSError:
                continue
        return address
