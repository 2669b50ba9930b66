# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of ansible-playbook, which can be interrupted."""

from __future__ import annotations

import os
import pathlib
import re
import signal
import subprocess
import time

RECAP = re.compile(r"^(\S+) +: (ok=.*)$", re.MULTILINE)


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
