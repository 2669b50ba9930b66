# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Bring a running KES to what is stored: by a signal where that is enough, else by a restart, and back if it is refused."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
import time
import typing as t

from .. import _process, _sockets, _systemd
from .._errors import ServerError

RELOADED = "Reloading configuration after SIGHUP signal completed."
REFUSED = "Failed to reload server config"
ACCEPTED = ".accepted"


def _copy(source: str, target: str) -> None:
    """Copy a file with its owner, group and mode, in one step and never readable by others."""
    status = os.stat(source)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target))
    with open(source, "rb") as old, os.fdopen(handle, "wb") as new:
        shutil.copyfileobj(old, new)
        os.fchown(new.fileno(), status.st_uid, status.st_gid)
        os.fchmod(new.fileno(), stat.S_IMODE(status.st_mode))
    os.replace(temporary, target)


class Service:
    """The KES unit of this host and the files that it reads."""

    def __init__(self, unit: str, configuration: str, files: t.Sequence[str], port: int, timeout: float) -> None:
        self.unit, self.configuration, self.files, self.port = unit, configuration, files, port
        self.deadline = time.monotonic() + timeout
        self.properties = _systemd.show(unit)
        self.pid = int(self.properties.get("MainPID") or 0)

    def needs(self) -> t.Optional[str]:
        """Return "restart", "reload" or None, from comparing the process with what a start would load."""
        if not self.pid or self.properties["ActiveState"] != "active":
            return "restart"
        wanted = _systemd.would_be_environment(self.properties)
        running = _process.environment(self.pid) or {}
        command = _systemd.would_be_command(self.properties, wanted)
        started = _process.started(self.pid)
        unit_files = [self.properties.get("FragmentPath", ""), *self.properties.get("DropInPaths", "").split()]
        if (
            any(running.get(name) != value for name, value in wanted.items())
            or self._newer(unit_files, started)
            or (command and _process.runs_other_file(self.pid, command[0]))
            or (self.port not in {port for _address, port in _sockets.listening(self.pid)})
        ):
            return "restart"
        return "reload" if self._newer([self.configuration, *self.files], max(started, self._last_reload())) else None

    @staticmethod
    def _newer(paths: t.Iterable[str], than: float) -> bool:
        return any(os.path.exists(path) and os.stat(path).st_ctime > than for path in paths if path)

    def _journal(self, since: float) -> t.List[t.Tuple[float, str]]:
        """Return time and text of what the process logged after a moment."""
        log = subprocess.run(
            ["journalctl", f"--unit={self.unit}", f"--since=@{since:.6f}", "--output=short-unix", "--no-pager", "--quiet"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        entries = []
        for line in log.stdout.splitlines():
            moment, _blank, rest = line.partition(" ")
            entries.append((float(moment), rest.partition(": ")[2]))
        return entries

    def _last_reload(self) -> float:
        since = _process.started(self.pid)
        return max((moment for moment, text in self._journal(since) if RELOADED in text), default=0.0)

    def reload(self) -> None:
        """Send SIGHUP and wait for KES's word; a refused configuration is put back to the one accepted before."""
        since = time.time()
        self._systemctl("kill", "--kill-who=main", "--signal=HUP")
        while time.monotonic() < self.deadline:
            texts = [text for _moment, text in self._journal(since)]
            if any(RELOADED in text for text in texts):
                return self._accept()
            refusal = next((text for text in texts if REFUSED in text), None)
            if refusal:
                raise ServerError(
                    f"KES refuses its new configuration and goes on with the old one{self._put_back()}: {refusal[:300]}"
                )
            time.sleep(0.2)
        raise ServerError("KES does not say that it has reloaded its configuration")

    def restart(self) -> None:
        """Start or restart, and see that KES goes on listening; what it ran with before is put back if it does not."""
        since = time.time()
        self._systemctl("daemon-reload", unit=False)
        self._systemctl("reset-failed", check=False)
        self._systemctl("restart", check=False)
        while time.monotonic() < self.deadline:
            properties = _systemd.show(self.unit)
            pid = int(properties.get("MainPID") or 0)
            # a KES that cannot log in ends within some seconds; one that listens has logged in
            if pid and self.port in {port for _address, port in _sockets.listening(pid)}:
                return self._accept()
            if properties["ActiveState"] == "failed" or self._failures(since) > 1:
                break
            time.sleep(0.2)
        words = [text for _moment, text in self._journal(since) if "rror" in text or "ailed" in text]
        said = " / ".join(dict.fromkeys(words[-3:]))[:500] or "nothing"
        back = self._put_back()
        if back:
            self._systemctl("restart", check=False)
        raise ServerError(f"KES does not start{back}; it says: {said}")

    def _failures(self, since: float) -> int:
        return sum("Main process exited" in text for _moment, text in self._journal(since))

    def _state_files(self) -> t.List[str]:
        return [
            path for path in [self.configuration, *_systemd.environment_files(self.properties)] if os.path.exists(path)
        ]

    def _accept(self) -> None:
        """Keep what KES runs with, readable by nobody else, for the day when a change is refused."""
        for path in self._state_files():
            _copy(path, path + ACCEPTED)

    def _put_back(self) -> str:
        changed = [path for path in self._state_files() if os.path.exists(path + ACCEPTED)]
        for path in changed:
            os.replace(path, path + ".refused")
            _copy(path + ACCEPTED, path)
        return f" (put back as it was before: {', '.join(changed)})" if changed else ""

    def _systemctl(self, *words: str, unit: bool = True, check: bool = True) -> None:
        command = ["systemctl", *words, *(["--", self.unit] if unit else [])]
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
        if check and finished.returncode:
            raise ServerError(f"{' '.join(command)} failed: {finished.stderr.strip()}")
