# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real MinIO server on loopback with TLS: one node, as many drives and erasure sets as a test wants."""

from __future__ import annotations

import os
import pathlib
import shutil
import ssl
import tempfile
import urllib.error
import urllib.request

from tests.integration.servers.authority import Authority
from tests.integration.servers.process import ServerProcess, free_port
from tests.lab import binaries

ROOT_USER = "root-of-tests"
ROOT_PASSWORD = "planted-root-secret-7d1f0a"


def _drives_folder(directory: pathlib.Path) -> tuple[pathlib.Path, dict[str, str]]:
    """Return a folder for drives and the environment it needs: MinIO refuses drives on the root file system."""
    memory = pathlib.Path("/dev/shm")
    if memory.is_dir() and os.stat(memory).st_dev != os.stat("/").st_dev:
        return pathlib.Path(tempfile.mkdtemp(prefix="hardening-minio-", dir=memory)), {}
    if os.stat(directory).st_dev != os.stat("/").st_dev:
        return directory, {}
    return directory, {"MINIO_CI_CD": "1"}


class MinioServer:
    """One MinIO server. Its data is gone after close()."""

    access_key = ROOT_USER
    secret_key = ROOT_PASSWORD

    def __init__(
        self,
        directory: pathlib.Path,
        authority: Authority,
        drives: int = 4,
        environment: dict[str, str] | None = None,
    ) -> None:
        """Prepare drives and certificates; *environment* is added to the server's."""
        self.directory = directory
        self.authority = authority
        self.ca_path = authority.certificate
        self.port = free_port()
        self.console_port = free_port()
        self.certs_dir = directory / "certs"
        self.log = directory / "minio.log"
        self.environment = environment or {}
        (self.certs_dir / "CAs").mkdir(parents=True)
        pair = authority.issue("minio")
        shutil.copy(pair.certificate, self.certs_dir / "public.crt")
        shutil.copy(pair.key, self.certs_dir / "private.key")
        shutil.copy(authority.certificate, self.certs_dir / "CAs" / "ca.crt")
        self._folder, self._folder_environment = _drives_folder(directory)
        self.drives = [self._folder / f"d{number}" for number in range(1, drives + 1)]
        for drive in self.drives:
            drive.mkdir()
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """Address of the S3 and Admin API."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def auth(self) -> dict[str, str]:
        """The options that every module for the API shares, as root."""
        return {
            "url": self.url,
            "access_key": self.access_key,
            "secret_key": self.secret_key,
            "ca_path": str(self.ca_path),
        }

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def process(self) -> ServerProcess:
        """The server's process."""
        assert self._process is not None
        return self._process

    def start(self, waiting: bool = True) -> None:
        """Start it and wait until it takes part in its cluster of one; until it answers at all where not *waiting*."""
        argv: list[str | pathlib.Path] = [binaries.path("minio"), "server", "--quiet", "--certs-dir", self.certs_dir]
        argv += ["--address", f"127.0.0.1:{self.port}", "--console-address", f"127.0.0.1:{self.console_port}"]
        environment = {
            "MINIO_ROOT_USER": self.access_key,
            "MINIO_ROOT_PASSWORD": self.secret_key,
            "MINIO_UPDATE": "off",
            **self._folder_environment,
            **self.environment,
        }
        self._process = ServerProcess([*argv, *self.drives], environment, self.log)
        self._process.start(self.is_ready if waiting else lambda: self._answers("live"))

    def is_ready(self) -> bool:
        """Return whether it takes part in its cluster of one."""
        return self._answers("cluster")

    def _answers(self, route: str) -> bool:
        context = ssl.create_default_context(cafile=str(self.ca_path))
        try:
            with urllib.request.urlopen(f"{self.url}/minio/health/{route}", context=context, timeout=5) as answer:
                return answer.status == 200 and "X-Minio-Server-Status" not in answer.headers
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """End the process; the data stays."""
        if self._process is not None:
            self._process.stop()

    def restart(self, environment: dict[str, str] | None = None, waiting: bool = True) -> None:
        """End and start it again, with *environment* instead of the one given before if there is one."""
        self.stop()
        if environment is not None:
            self.environment = environment
        self.start(waiting)

    def close(self) -> None:
        """End the process and remove the drives."""
        self.stop()
        for drive in self.drives:
            shutil.rmtree(drive, ignore_errors=True)
        if self._folder != self.directory and self._folder.exists():
            self._folder.rmdir()
