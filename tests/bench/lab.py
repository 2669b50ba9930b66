# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab as a benchmark uses it: playbooks timed, load put on it."""

from __future__ import annotations

import pathlib
import sys
import time
import typing as t

from tests.lab import hosts, lab

from .load import Cluster

BENCH = pathlib.Path(__file__).parent
TAIL = 3000


class Lab(lab.Lab):
    """The hosts of one lab."""

    @classmethod
    def made(cls, name: str, minio: int, kes: int) -> Lab:
        """Make a lab."""
        hosts.up(name, minio, kes)
        return cls(name)

    def timed(
        self,
        playbook: str | pathlib.Path,
        variables: t.Mapping[str, t.Any] | None = None,
        *options: str,
        **environment: str,
    ) -> float:
        """Run a playbook, by its path or as part of a collection, and return the seconds that it took."""
        began = time.monotonic()
        run = self.play(playbook, *options, variables=variables, environment=environment).finish()
        took = time.monotonic() - began
        if run.process.returncode:
            sys.exit(f"{playbook} failed:\n{run.output[-TAIL:]}")
        return took

    def cluster(self) -> Cluster:
        """Return how a client of the lab's deployment reaches it."""
        return Cluster(self.node_addresses(), *self.credential, str(self.ca))
