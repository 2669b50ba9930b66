# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A lab that is there: run playbooks on it, and look at its hosts with tools that know nothing of Ansible."""

from __future__ import annotations

import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import tempfile
import typing as t

import yaml

from . import kms
from .hosts import TREE, folder
from .runs import Run

VARIABLES = TREE / "molecule" / "shared" / "group_vars" / "lab.yml"
SETTINGS: dict[str, t.Any] = yaml.safe_load(VARIABLES.read_text())
Facts = t.Dict[str, t.Any]


class Lab:
    """The hosts of a lab and the deployment on them."""

    def __init__(self, name: str) -> None:
        """Use the lab of that name, made by tests.lab."""
        self.home = folder(name)
        self.ca = self.home / "ca" / "ca.crt"
        self.credential = SETTINGS["minio_root_user"], SETTINGS["minio_root_password"]
        self.addresses: dict[str, str] = json.loads((self.home / "addresses.json").read_text())
        self._inventory = self.home / "inventory.yml"

    @property
    def kms(self) -> kms.System:
        """The key management system, to give and take logins."""
        system = kms.SYSTEMS[json.loads((self.home / "kms.json").read_text())["backend"]]
        return system(lambda command, text="": self.on(system.host, command, text))

    def hosts(self, group: str) -> list[str]:
        """Return the names of the hosts of a group."""
        return list(json.loads(self._inventory.read_text())["all"]["children"][group]["hosts"])

    def node_addresses(self) -> list[str]:
        """Return address and port of the S3 API of every node."""
        return [f"{self.addresses[node]}:9000" for node in self.hosts("minio")]

    def command(self, host: str, command: str) -> list[str]:
        """Return the words that run a shell command as root on a host."""
        options = ["-i", str(self.home / "id_ed25519"), "-o", f"UserKnownHostsFile={self.home}/known_hosts"]
        return ["ssh", *options, f"ansible@{self.addresses[host]}", f"sudo bash -c {shlex.quote(command)}"]

    def ssh(self, host: str, command: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a shell command as root on a host, with a text as its standard input."""
        return subprocess.run(self.command(host, command), input=text, capture_output=True, text=True, check=False)

    def on(self, host: str, command: str, text: str = "") -> str:
        """Return what a command prints as root on a host; an AssertionError where it fails."""
        finished = self.ssh(host, command, text)
        assert finished.returncode == 0, f"{host}: {command}: {finished.stderr or finished.stdout}"
        return finished.stdout.strip()

    def on_all(self, hosts: t.Collection[str], command: str, text: str = "") -> list[str]:
        """Return what a command prints on each of the hosts, on all at the same moment."""
        with concurrent.futures.ThreadPoolExecutor(max(len(hosts), 1)) as pool:
            return list(pool.map(lambda host: self.on(host, command, text), hosts))

    def pid(self, host: str, unit: str) -> str:
        """Return the main process of a unit, "0" where there is none."""
        return self.on(host, f"systemctl show --value --property MainPID {unit}")

    def play(
        self,
        playbook: str | pathlib.Path | list[Facts] = "hardening.minio.secure_minio",
        *options: str,
        variables: t.Mapping[str, t.Any] | None = None,
        environment: t.Mapping[str, str] | None = None,
    ) -> Run:
        """Start a playbook, given by its name or as plays, with the lab's variables and further ones over them."""
        work = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=self.home))
        if isinstance(playbook, list):
            (work / "playbook.yml").write_text(json.dumps(playbook))
            playbook = work / "playbook.yml"
        (work / "variables.json").touch(mode=0o600)
        (work / "variables.json").write_text(json.dumps(variables or {}))
        command = [
            "ansible-playbook", f"--inventory={self._inventory}", f"--extra-vars=@{VARIABLES}",
            f"--extra-vars=@{work}/variables.json", *options, str(playbook),
        ]  # fmt: skip
        own = {"ANSIBLE_CONFIG": str(TREE / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}
        return Run(command, {**os.environ, **own, **(environment or {})}, work / "output")
