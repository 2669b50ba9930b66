# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Carry out a restart of one node: signal, restart behind a health gate, or issue now and wait later."""

from __future__ import annotations

import os
import re
import subprocess
import time
import typing as t

from .. import _process, _systemd
from .._errors import ServerError
from . import health, plan, tls

LOG_LINES = 60
LONGEST_WAIT = 15.0
"""Seconds that a node waits for a moment; one whose clock is wrong does not keep the others waiting for longer."""
# what a hanging start says; the stack traces between are for the server's developers
TELLING = re.compile(r"FATAL|ERROR|Error: |mismatching|offline or unreachable|Unable to|code=(?:exited|killed|dumped)")


class Node:
    """One MinIO unit on this host."""

    def __init__(self, unit: str, timeout: float) -> None:
        self.unit = unit
        self.deadline = time.monotonic() + timeout

    def pid(self) -> int:
        """Return the main process, 0 while there is none."""
        return int(_systemd.show(self.unit).get("MainPID") or 0)

    def reload(self) -> None:
        """Make the server read its certificates again, and see that it serves them."""
        pid = self.pid()
        arguments = _process.arguments(pid)
        if tls.served(tls.endpoint(arguments)) is None:
            raise ServerError(f"{self.unit} serves no TLS: SIGHUP would end it")
        self._systemctl("kill", "--kill-who=main", "--signal=HUP")
        directory = plan.certs_dir(arguments, _process.environment(pid) or {})
        if not health.wait_until(lambda: not tls.reasons(directory, arguments), self.deadline):
            reasons = "; ".join(reason for _kind, reason in tls.reasons(directory, arguments))
            raise ServerError(f"{self.unit} goes on with its old certificates after SIGHUP: {reasons}")

    def restart(self) -> None:
        """Restart this node alone, if the cluster can spare it, and wait until it takes part again."""
        own, others, context = self._surroundings()
        # the peers see one another's return a moment later than the node itself
        last = time.monotonic() + min(20.0, self.deadline - time.monotonic())
        refusal = health.may_go_down(own, others, context)
        while refusal and time.monotonic() < last:
            time.sleep(1)
            refusal = health.may_go_down(own, others, context)
        if refusal:
            raise ServerError(f"{self.unit} was not restarted and goes on as before: {refusal}")
        self.issue()
        self.wait()

    def issue(self, moment: float = 0) -> None:
        """Tell systemd to start or restart the unit, not before *moment* (seconds since the epoch), and return at once."""
        self._systemctl("reset-failed")
        subprocess.run(["systemctl", "daemon-reload"], check=True, capture_output=True)
        time.sleep(min(max(moment - time.time(), 0), LONGEST_WAIT))
        self._systemctl("restart", "--no-block")

    def wait(self) -> None:
        """Wait until the node takes part in the cluster and has had the time to reach every drive."""
        if not health.wait_until(self._serves, self.deadline):
            raise ServerError(f"{self.unit} does not take part in the cluster: {self._last_words()}")
        pid = self.pid()
        _own, others, _context = self._surroundings()
        age = time.time() - _process.started(pid)
        if others and age < health.SETTLED and health.missed_drives(pid):
            time.sleep(health.SETTLED - age)

    def _serves(self) -> bool:
        properties = _systemd.show(self.unit)
        if not int(properties.get("MainPID") or 0) or properties["ActiveState"] not in ("active", "activating"):
            return False
        own, _others, context = self._surroundings()
        return health.serves(own, context)

    def _surroundings(self) -> t.Tuple[health.Endpoint, t.List[health.Endpoint], t.Any]:
        """Return this node's endpoint, those of all named by the volumes, and what the node trusts."""
        properties = _systemd.show(self.unit)
        environment = _systemd.would_be_environment(properties)
        arguments = _process.arguments(int(properties.get("MainPID") or 0)) or _systemd.would_be_command(
            properties, environment
        )
        directory = plan.certs_dir(arguments, environment)
        host, port = tls.endpoint(arguments)
        nodes = health.endpoints(plan.volumes(arguments))
        has_certificate = os.path.exists(os.path.join(directory, "public.crt"))
        scheme = nodes[0][0] if nodes else ("https" if has_certificate else "http")
        return (scheme, host, port), nodes if len(nodes) > 1 else [], health.trust(directory)

    def _systemctl(self, verb: str, *options: str) -> None:
        finished = subprocess.run(
            ["systemctl", verb, *options, "--", self.unit], capture_output=True, text=True, check=False
        )
        if finished.returncode and verb != "reset-failed":
            raise ServerError(f"systemctl {verb} {self.unit} failed: {finished.stderr.strip()}")

    def _last_words(self) -> str:
        log = subprocess.run(
            ["journalctl", f"--unit={self.unit}", f"--lines={LOG_LINES}", "--output=cat", "--no-pager"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        telling = dict.fromkeys(line.strip() for line in log.stdout.splitlines() if TELLING.search(line))
        return "its log says: " + (" / ".join(list(telling)[-3:]) or "nothing")
