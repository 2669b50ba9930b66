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
from . import journal

# what KES was proven with, and what it could not be: beside the file, with its permissions
PROVEN, REFUSED_FILE = ".proven", ".refused"
LONGEST, PAUSE = 500, 0.2
# what systemd adds to the environment of every service
SYSTEMD = {
    "PATH", "LANG", "LANGUAGE", "USER", "LOGNAME", "HOME", "SHELL", "INVOCATION_ID", "JOURNAL_STREAM", "SYSTEMD_EXEC_PID",
    "NOTIFY_SOCKET", "MAINPID", "MANAGERPID", "WATCHDOG_PID", "WATCHDOG_USEC", "MEMORY_PRESSURE_WATCH",
    "MEMORY_PRESSURE_WRITE", "TERM", "RUNTIME_DIRECTORY", "STATE_DIRECTORY", "CACHE_DIRECTORY", "LOGS_DIRECTORY",
    "CONFIGURATION_DIRECTORY", "CREDENTIALS_DIRECTORY",
}  # fmt: skip
RESTART, RELOAD = "restart", "reload"


def copy(source: str, target: str) -> None:
    """Copy a file with its owner, group and mode, in one step and never readable by others."""
    status = os.stat(source)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target))
    with open(source, "rb") as old, os.fdopen(handle, "wb") as new:
        shutil.copyfileobj(old, new)
        os.fchown(new.fileno(), status.st_uid, status.st_gid)
        os.fchmod(new.fileno(), stat.S_IMODE(status.st_mode))
    os.replace(temporary, target)


def differs(running: t.Mapping[str, str], wanted: t.Mapping[str, str]) -> bool:
    """Tell whether a start would give the process another environment; one variable too many counts as well."""
    names = {*running, *wanted} - SYSTEMD | (set(wanted) & SYSTEMD)
    return any(running.get(name) != wanted.get(name) for name in names)


def same(first: str, second: str) -> bool:
    """Tell whether two files hold the same."""
    with open(first, "rb") as one, open(second, "rb") as other:
        return one.read() == other.read()


class Service:
    """The KES unit of this host and the files that it reads.

    A signal has KES read its configuration, the files that this names, and its certificates; the environment and the
    unit need a restart. All but the certificates, which always fit, are kept to be put back.
    """

    def __init__(self, params: t.Mapping[str, t.Any]) -> None:
        self.unit, self.port = params["name"], params["port"]
        self.files = [params["configuration"], *params["files"]]
        self.read_again = [*self.files, *params["certificates"]]
        self.timeout = params["timeout"]
        self.look()

    def look(self) -> None:
        """Look at the unit as it is now."""
        self.properties = _systemd.show(self.unit)
        self.pid = int(self.properties.get("MainPID") or 0)

    def starts_at_boot(self) -> bool:
        """Tell whether the unit is enabled."""
        return self.properties.get("UnitFileState") == "enabled"

    def enable(self) -> None:
        """Have the unit start at boot."""
        self._systemctl("daemon-reload", unit=False)
        self._systemctl("enable", "--quiet")

    def needs(self) -> t.Optional[str]:
        """Return RESTART, RELOAD or None, from comparing the process with what a start would load."""
        if not self.pid or self.properties["ActiveState"] != "active":
            return RESTART
        started = _process.started(self.pid)
        if self._needs_restart(started):
            return RESTART
        changed = max((os.stat(path).st_ctime for path in self.read_again if os.path.exists(path)), default=0.0)
        return RELOAD if changed > started and not self._reloaded_since(changed) else None

    def _needs_restart(self, started: float) -> bool:
        wanted = _systemd.would_be_environment(self.properties)
        running = _process.environment(self.pid)
        command = _systemd.would_be_command(self.properties, wanted)
        unit_files = [self.properties.get("FragmentPath", ""), *self.properties.get("DropInPaths", "").split()]
        changed = (
            # where the environment may not be read, the age of its files tells
            self._newer(_systemd.environment_files(self.properties), started)
            if running is None
            else differs(running, wanted)
        )
        return bool(
            changed
            or self._newer(unit_files, started)
            or self.properties.get("NeedDaemonReload") == "yes"
            or (command and _process.runs_other_file(self.pid, command[0]))
            or (command and command[1:] != _process.arguments(self.pid)[1:])
            or self.port not in self._ports(self.pid)
        )

    @staticmethod
    def _ports(pid: int) -> t.Set[int]:
        try:
            return {port for _address, port in _sockets.listening(pid)} if pid else set()
        except OSError:
            return set()  # it ended meanwhile

    @staticmethod
    def _newer(paths: t.Iterable[str], than: float) -> bool:
        return any(os.path.exists(path) and os.stat(path).st_ctime > than for path in paths if path)

    def _journal(self, since: float) -> t.List[journal.Entry]:
        return journal.entries(f"--unit={self.unit}", since) or []

    def _reloaded_since(self, moment: float) -> bool:
        return bool(journal.entries(f"_PID={self.pid}", moment, journal.RELOADED))

    def run(self, action: str) -> None:
        """Reload or restart; raises ServerError with KES's words, and with what was put back, where it refuses."""
        problem = self._try(action)
        if problem is None:
            return
        back = self._put_back()
        again = self._try(RESTART) if back and action == RESTART else None
        told = f"; put back as before: {', '.join(back)}" if back else ""
        if again:
            told += f", with which it does not start either: {again}"
        if action == RELOAD:
            raise ServerError(f"KES refuses its new configuration and goes on with the old one: {problem}{told}")
        raise ServerError(f"KES does not start, it says: {problem}{told}")

    def _try(self, action: str) -> t.Optional[str]:
        problem = self._reload() if action == RELOAD else self._restart()
        self.look()
        return problem

    def _reload(self) -> t.Optional[str]:
        """Send SIGHUP and wait for KES's word; returns its refusal, None where it took the configuration over."""
        since = time.time()
        self._systemctl("kill", "--kill-who=main", "--signal=HUP")
        deadline = time.monotonic() + self.timeout
        while time.monotonic() < deadline:
            texts = [text for _moment, text in self._journal(since)]
            if any(journal.RELOADED in text for text in texts):
                return None
            refusal = next((text for text in texts if journal.REFUSED in text), None)
            if refusal:
                return refusal[:LONGEST]
            time.sleep(PAUSE)
        return f"no word of it in {self.timeout} s"

    def _restart(self) -> t.Optional[str]:
        """Start or restart, and see that KES listens; returns what it says where it does not."""
        since = time.time()
        self._systemctl("daemon-reload", unit=False)
        self._systemctl("reset-failed", check=False)
        self._systemctl("restart", check=False)
        deadline = time.monotonic() + self.timeout
        while time.monotonic() < deadline:
            properties = _systemd.show(self.unit)
            # a KES that cannot log in ends within some seconds; one that listens has logged in
            if self.port in self._ports(int(properties.get("MainPID") or 0)):
                return None
            if properties["ActiveState"] == "failed" or self._ends(since) > 1:
                break
            time.sleep(PAUSE)
        words = [text for _moment, text in self._journal(since) if "rror" in text or "ailed" in text]
        return " / ".join(dict.fromkeys(words[-3:]))[:LONGEST] or "nothing"

    def _ends(self, since: float) -> int:
        return sum("Main process exited" in text for _moment, text in self._journal(since))

    def _kept(self) -> t.List[str]:
        """Return the files to put back when a change is refused."""
        paths = [*self.files, *_systemd.environment_files(self.properties)]
        return [path for path in dict.fromkeys(paths) if os.path.exists(path)]

    def proven(self) -> bool:
        """Tell whether the stored files are those that were proven last."""
        return all(os.path.exists(path + PROVEN) and same(path, path + PROVEN) for path in self._kept())

    def keep(self) -> None:
        """Keep the stored files, with the same permissions, for the day when a change is refused."""
        for path in self._kept():
            copy(path, path + PROVEN)
            if os.path.exists(path + REFUSED_FILE):
                os.unlink(path + REFUSED_FILE)

    def _put_back(self) -> t.List[str]:
        changed = [path for path in self._kept() if os.path.exists(path + PROVEN) and not same(path, path + PROVEN)]
        for path in changed:
            os.replace(path, path + REFUSED_FILE)
            copy(path + PROVEN, path)
        return changed

    def go_back(self) -> t.Tuple[t.List[str], t.Optional[str]]:
        """Put back the files that were proven last and have KES run with them; returns the files and what was done."""
        changed = self._put_back()
        action = self.needs() if changed else None
        if action:
            problem = self._try(action)
            if problem:
                raise ServerError(f"KES does not run with what was put back ({', '.join(changed)}): {problem}")
        return changed, action

    def _systemctl(self, *words: str, unit: bool = True, check: bool = True) -> None:
        command = ["systemctl", *words, *(["--", self.unit] if unit else [])]
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
        if check and finished.returncode:
            raise ServerError(f"{' '.join(command)} failed: {finished.stderr.strip()}")
