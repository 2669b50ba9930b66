# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start a server program with a clean environment, wait for it, and end it."""

from __future__ import annotations

import os
import pathlib
import signal
import socket
import subprocess
import time
import typing as t

STOP_TIMEOUT = 20.0


def free_port(address: str = "127.0.0.1") -> int:
    """Return a TCP port that nobody listens on at this moment."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as listener:
        listener.bind((address, 0))
        return int(listener.getsockname()[1])


class ServerProcess:
    """One server program; its output goes to a log file."""

    def __init__(self, argv: t.Sequence[str | pathlib.Path], environment: dict[str, str], log: pathlib.Path) -> None:
        """Prepare; nothing is started yet."""
        self.argv = [str(part) for part in argv]
        self.environment = environment
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id; an error if it was not started."""
        assert self._process is not None, f"{self.argv[0]} was not started"
        return self._process.pid

    def start(self, ready: t.Callable[[], bool], timeout: float = 60) -> None:
        """Start it and return once *ready* says so; an error with the end of the log if it ends or takes longer."""
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.environ["PATH"], "HOME": str(self.log.parent), **self.environment},
                start_new_session=True,
            )
        deadline = time.monotonic() + timeout
        while not ready():
            ended = self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                self.stop()
                end = self.log.read_text(errors="replace")[-3000:]
                raise RuntimeError(f"{self.argv[0]} {'ended' if ended else 'was not ready in time'}:\n{end}")
            time.sleep(0.1)

    @staticmethod
    def wait(condition: t.Callable[[], bool], timeout: float) -> None:
        """Return once a condition holds; an error if that takes longer than *timeout* seconds."""
        deadline = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < deadline, f"waited {timeout} s in vain"
            time.sleep(0.1)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def stop(self) -> None:
        """End it; does nothing if it does not run."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
