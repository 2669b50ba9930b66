# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run playbooks on a lab that is there, interrupt them, and look at its hosts with tools that know nothing of Ansible."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import tempfile
import time
import typing as t

from .hosts import TREE, folder

VARIABLES = TREE / "molecule" / "shared" / "group_vars" / "lab.yml"
RECAP = re.compile(r"^(\S+) +: (ok=.*)$", re.MULTILINE)
Facts = t.Dict[str, t.Any]


class Run:
    """One run of ansible-playbook, in a process group of its own; its output, errors included, goes to a file."""

    def __init__(self, command: list[str], environment: dict[str, str], output: pathlib.Path) -> None:
        self._output = output
        with output.open("w") as stream:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    @property
    def output(self) -> str:
        """Return what the run has printed so far."""
        return self._output.read_text(errors="replace")

    def reach(self, text: str, timeout: float = 600) -> None:
        """Wait until the run prints a text; an AssertionError where it ends without."""
        deadline = time.monotonic() + timeout
        while text not in self.output:
            ended = self.process.poll() is not None
            assert text in self.output or not (ended or time.monotonic() > deadline), self.output[-3000:]
            time.sleep(0.05)

    def kill(self) -> None:
        """End the run as a dead controller would: SIGKILL to it and its process group."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def finish(self, timeout: float = 1200) -> Run:
        """Wait for the end."""
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the run did not end in {timeout} s: {self.output[-3000:]}") from None
        return self

    @property
    def recap(self) -> dict[str, dict[str, int]]:
        """Return the counters of every host, as ansible-playbook prints them at the end."""
        counters = {}
        for host, text in RECAP.findall(self.output):
            counters[host] = {name: int(number) for name, number in (word.split("=") for word in text.split())}
        return counters

    def total(self, counter: str) -> int:
        """Return a counter ("changed") over all hosts."""
        assert self.recap, self.output[-3000:]
        return sum(counters[counter] for counters in self.recap.values())


class Lab:
    """A lab that is there."""

    def __init__(self, name: str) -> None:
        self.home = folder(name)
        self.inventory: Facts = json.loads((self.home / "inventory.yml").read_text())["all"]

    def hosts(self, group: str) -> list[str]:
        """Return the names of the hosts of a group."""
        return list(self.inventory["children"][group]["hosts"])

    def command(self, host: str, command: str) -> list[str]:
        """Return the words that run a shell command as root on a host."""
        children = self.inventory["children"].values()
        address = next(group["hosts"][host]["ansible_host"] for group in children if host in group["hosts"])
        options = ["-i", str(self.home / "id_ed25519"), "-o", f"UserKnownHostsFile={self.home}/known_hosts"]
        return ["ssh", *options, f"ansible@{address}", f"sudo sh -c {shlex.quote(command)}"]

    def ssh(self, host: str, command: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a shell command as root on a host, with a text as its standard input."""
        return subprocess.run(self.command(host, command), input=text, capture_output=True, text=True, check=False)

    def on(self, host: str, command: str, text: str = "") -> str:
        """Return what a command prints as root on a host; an AssertionError where it fails."""
        finished = self.ssh(host, command, text)
        assert finished.returncode == 0, f"{host}: {command}: {finished.stderr or finished.stdout}"
        return finished.stdout.strip()

    def pid(self, host: str, unit: str) -> str:
        """Return the main process of a unit, "0" where there is none."""
        return self.on(host, f"systemctl show --value --property MainPID {unit}")

    def play(
        self,
        playbook: str | list[Facts] = "hardening.minio.secure_minio",
        *options: str,
        variables: Facts | None = None,
        environment: dict[str, str] | None = None,
    ) -> Run:
        """Start a playbook, given by its name or as plays, with the lab's variables and further ones over them."""
        work = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=self.home))
        if not isinstance(playbook, str):
            (work / "playbook.yml").write_text(json.dumps(playbook))
            playbook = str(work / "playbook.yml")
        (work / "variables.json").touch(mode=0o600)
        (work / "variables.json").write_text(json.dumps(variables or {}))
        command = [
            "ansible-playbook", f"--inventory={self.home}/inventory.yml", f"--extra-vars=@{VARIABLES}",
            f"--extra-vars=@{work}/variables.json", *options, playbook,
        ]  # fmt: skip
        own = {"ANSIBLE_CONFIG": str(TREE / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}
        return Run(command, {**os.environ, **own, **(environment or {})}, work / "output")
