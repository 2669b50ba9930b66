# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab as a benchmark uses it: run playbooks against it, run a command on all nodes at once, load it."""

from __future__ import annotations

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import typing as t

import yaml

from tests.lab import hosts

from .load import Cluster

BENCH = pathlib.Path(__file__).parent
VARIABLES = hosts.TREE / "molecule" / "shared" / "group_vars" / "lab.yml"
# more than there are hosts, so that a task goes to all of them at once
FORKS = 20
TAIL = 3000


class Lab:
    """The hosts of one lab, made by tests.lab."""

    def __init__(self, name: str, inventories: t.Sequence[str | pathlib.Path] = ()) -> None:
        """Use the lab of that name; inventories are those that its variables come from, beside its own."""
        self.home = hosts.folder(name)
        self._inventories = [*inventories, self.home / "inventory.yml"]

    @classmethod
    def made(cls, name: str, minio: int, kes: int) -> Lab:
        """Make a lab, with the variables of the Molecule scenarios."""
        variables = hosts.up(name, minio, kes).parent / "group_vars" / "all.yml"
        variables.parent.mkdir()
        shutil.copy(VARIABLES, variables)
        return cls(name)

    def play(
        self, playbook: str | pathlib.Path, variables: t.Mapping[str, t.Any] | None = None, **environment: str
    ) -> float:
        """Run a playbook, by its path or as part of a collection, and return the seconds that it took."""
        command = ["ansible-playbook", f"--forks={FORKS}"]
        command += [f"--inventory={inventory}" for inventory in self._inventories]
        if variables:
            command.append(f"--extra-vars={json.dumps(variables)}")
        began = time.monotonic()
        with tempfile.TemporaryFile("w+") as output:
            finished = subprocess.run(
                [*command, str(playbook)],
                cwd=hosts.TREE,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
            )
            took = time.monotonic() - began
            if finished.returncode:
                output.seek(0)
                sys.exit(f"{playbook} failed:\n{output.read()[-TAIL:]}")
        return took

    def on_nodes(self, command: str) -> None:
        """Run a shell command as root on all MinIO nodes at the same moment, by SSH alone."""
        ssh = ["ssh", f"-i{self.home}/id_ed25519", f"-oUserKnownHostsFile={self.home}/known_hosts"]
        running = [
            subprocess.Popen([*ssh, f"ansible@{address}", f"sudo sh -c {shlex.quote(command)}"])
            for address in self._addresses()
        ]
        statuses = [process.wait() for process in running]
        if any(statuses):
            sys.exit(f"{command} failed on a node")

    def cluster(self) -> Cluster:
        """Return how a client of the lab's deployment reaches it."""
        variables = yaml.safe_load(VARIABLES.read_text())
        nodes = [f"{address}:9000" for address in self._addresses()]
        return Cluster(
            nodes, variables["minio_root_user"], variables["minio_root_password"], str(self.home / "ca" / "ca.crt")
        )

    def _addresses(self) -> list[str]:
        by_name = json.loads((self.home / "addresses.json").read_text())
        return [address for name, address in by_name.items() if name.startswith("minio")]
