# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Have clients leave a node before it stops.

MinIO does not wait for the requests that it is serving. A put that goes down with its node leaves the lock of its object
with the peers, which give it up after one to two minutes: until then nobody gets at that object. A request that loses its
client while the server still runs takes its lock with it.
"""

from __future__ import annotations

import subprocess
import time
import typing as t

from .. import _sockets

LONGEST = 0.5
"""Seconds that requests get to end in; most take some hundredths."""
PAUSE = 0.005


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


class Clients:
    """The connections of clients to a port of this host; those of the peers are left alone."""

    def __init__(self, port: int, peers: t.Collection[str]) -> None:
        """Take the port and the names or addresses of all nodes."""
        found = _sockets.resolve(peers).values()
        # whom nothing tells apart from a client keeps its connections, and so do all
        self._known = bool(found) and all(found)
        addresses = sorted(set().union(*found))
        self.filter = " and ".join([f"sport = :{port}", *(f"not dst = {_bracketed(address)}" for address in addresses)])

    def send_away(self, longest: float = LONGEST, still: t.Callable[[], bool] = lambda: True) -> None:
        """Close them, and those that come back, for so many seconds or as long as *still* holds.

        Does nothing where the host has no ss, or a kernel that closes no connections of others.
        """
        end = time.monotonic() + longest
        while self._known and still() and time.monotonic() < end:
            command = ["ss", "--kill", "--tcp", "--no-header", "state", "established", self.filter]
            try:
                subprocess.run(command, capture_output=True, check=False)
            except FileNotFoundError:
                return
            time.sleep(PAUSE)
