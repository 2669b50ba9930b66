# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Carry out a restart of one node: signal, restart behind a health gate, or issue now and wait later."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
import time
import typing as t

from .. import _command_line, _process, _systemd, _volumes
from .._errors import ServerError
from . import drain, health, tls

LOG_LINES = 60
LONGEST_STOP = 2.0
"""Seconds in which clients are kept away from a server that stops; most need a tenth."""
LONGEST_WAIT = 15.0
"""Seconds to a moment at most; a node whose clock is wrong does not keep the others waiting for longer."""
# what a hanging start says; the stack traces between are for the server's developers
TELLING = re.compile(r"FATAL|ERROR|Error: |mismatching|offline or unreachable|Unable to|Incorrect Usage")
# what systemd says of one that ended without a word
ENDED = re.compile(r"code=(?:exited|killed|dumped)")

Surroundings = t.Tuple[_volumes.Endpoint, t.List[_volumes.Endpoint], ssl.SSLContext]


def last_words(log: str, former: int) -> t.List[str]:
    """Return the three last lines that say why a start failed, of a log in JSON; not what process *former* has said before."""
    lines: t.Dict[str, None] = {}
    for entry in map(json.loads, log.splitlines()):
        if entry.get("_PID") == str(former):
            lines.clear()
        elif isinstance(entry.get("MESSAGE"), str):
            lines.update(dict.fromkeys(line.strip() for line in entry["MESSAGE"].splitlines()))
    told = [line for line in lines if TELLING.search(line)] or [line for line in lines if ENDED.search(line)]
    return told[-3:]


class Node:
    """One MinIO unit on this host."""

    def __init__(self, unit: str, timeout: float) -> None:
        self.unit = unit
        self.deadline = time.monotonic() + timeout
        self._seen: t.Dict[t.Tuple[t.Any, ...], Surroundings] = {}

    def pid(self) -> int:
        """Return the main process, 0 while there is none."""
        return int(_systemd.show(self.unit).get("MainPID") or 0)

    def reload(self) -> None:
        """Make the server read its certificates again, and see that it serves them."""
        arguments, environment = self._command()
        address = tls.endpoint(arguments, environment)
        if tls.served(address) is None:
            raise ServerError(f"{self.unit} serves no TLS: SIGHUP would end it")
        self._systemctl("kill", "--kill-who=main", "--signal=HUP")
        directory = _command_line.certs_dir(arguments, environment.get("HOME", "/"))
        if not health.wait_until(lambda: not tls.reasons(directory, address), self.deadline):
            reasons = "; ".join(reason for _kind, reason in tls.reasons(directory, address))
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
        former = self.pid()
        self._renew()
        clients = drain.Clients(own[2], [host for _scheme, host, _port in others])
        clients.send_away()
        self._systemctl("restart", "--no-block")
        clients.send_away(LONGEST_STOP, lambda: os.path.exists(f"/proc/{former}"))
        self.wait(former)

    def issue(self, moment: float = 0) -> int:
        """Have systemd start or restart the unit, at *moment* (seconds since the epoch) if that is to come.

        Returns at once, with the process that is to go, 0 where none runs.
        """
        former = self.pid()
        self._renew()
        delay = min(moment - time.time(), LONGEST_WAIT)
        if delay > 0:
            self._schedule(delay)
        else:
            self._systemctl("restart", "--no-block")
        return former

    def wait(self, former: int = 0) -> None:
        """Wait until the node takes part in the cluster, by another process than *former*, and has reached every drive."""
        if not health.wait_until(lambda: self._serves(former), self.deadline):
            if former and self.pid() == former:
                raise ServerError(f"{self.unit} was not restarted: its process {former} goes on")
            raise ServerError(f"{self.unit} does not take part in the cluster: {self._last_words(former)}")
        pid = self.pid()
        _own, others, _context = self._surroundings()
        age = time.time() - _process.started(pid)
        if others and age < health.SETTLED and health.missed_drives(pid):
            time.sleep(health.SETTLED - age)

    def _serves(self, former: int) -> bool:
        properties = _systemd.show(self.unit)
        pid = int(properties.get("MainPID") or 0)
        if pid in (0, former) or properties["ActiveState"] not in ("active", "activating"):
            return False
        process = (pid, *_process.arguments(pid))
        if process not in self._seen:
            # once for each process: to load what a node trusts takes longer than to ask it
            self._seen[process] = self._surroundings()
        own, _others, context = self._seen[process]
        return health.serves(own, context)

    def _command(self) -> t.Tuple[t.List[str], t.Dict[str, str]]:
        """Return command line and environment of the server, or of the one that a start would run where none does."""
        properties = _systemd.show(self.unit)
        pid = int(properties.get("MainPID") or 0)
        # also where the environment of a process may not be read
        environment = _process.environment(pid) or _systemd.would_be_environment(properties)
        return _process.arguments(pid) or _systemd.would_be_command(properties, environment), environment

    def _surroundings(self) -> Surroundings:
        """Return this node's endpoint, those of all named by the volumes, and what the node trusts."""
        arguments, environment = self._command()
        directory = _command_line.certs_dir(arguments, environment.get("HOME", "/"))
        host, port = tls.endpoint(arguments, environment)
        nodes = _volumes.endpoints(_command_line.volumes(arguments))
        has_certificate = os.path.exists(os.path.join(directory, "public.crt"))
        scheme = nodes[0][0] if nodes else ("https" if has_certificate else "http")
        return (scheme, host, port), nodes if len(nodes) > 1 else [], health.trust(directory)

    def _renew(self) -> None:
        """Have systemd forget former failures, and read the unit as it is now."""
        self._systemctl("reset-failed")
        subprocess.run(["systemctl", "daemon-reload"], check=True, capture_output=True)

    def _schedule(self, delay: float) -> None:
        """Restart the unit in *delay* seconds by a timer of systemd's, whatever becomes of the connection until then."""
        finished = subprocess.run(
            [
                *("systemd-run", "--quiet", "--collect", f"--on-active={delay:.3f}s", "--timer-property=AccuracySec=1ms"),
                *("systemctl", "restart", "--no-block", "--", self.unit),
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if finished.returncode:
            raise ServerError(f"systemd-run for {self.unit} failed: {finished.stderr.strip()}")

    def _systemctl(self, verb: str, *options: str) -> None:
        finished = subprocess.run(
            ["systemctl", verb, *options, "--", self.unit], capture_output=True, text=True, check=False
        )
        if finished.returncode and verb != "reset-failed":
            raise ServerError(f"systemctl {verb} {self.unit} failed: {finished.stderr.strip()}")

    def _last_words(self, former: int) -> str:
        fields = ("--output=json", "--output-fields=MESSAGE,_PID")
        log = subprocess.run(
            ["journalctl", f"--unit={self.unit}", f"--lines={LOG_LINES}", *fields, "--no-pager"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return "its log says: " + (" / ".join(last_words(log.stdout, former)) or "nothing")
