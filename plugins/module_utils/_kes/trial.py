# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""A KES on loopback, for a moment: with settings that the one which serves does not have yet."""

from __future__ import annotations

import datetime
import ipaddress
import json
import os
import shutil
import subprocess
import time
import typing as t

from .. import _http, _signing_requests, _sockets, _systemd, _x509
from .._errors import InputError, ServerError
from . import journal, reasons, samples
from .client import Kes

if _x509.MISSING is None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

ADDRESS = "127.0.0.1"
PAUSE = 0.2
# its memory is locked as that of the one which serves; nothing else is allowed to it
LOCKED = [
    "--no-new-privs",
    "--bounding-set=-all,+ipc_lock",
    "--inh-caps=-all,+ipc_lock",
    "--ambient-caps=-all,+ipc_lock",
]


class Account(t.NamedTuple):
    """Which program runs, and as whom."""

    program: str
    uid: int
    gid: int


def account_of(unit: str, program: t.Optional[str]) -> Account:
    """Return program and account of a unit that runs; with *program* that one, as the account of this process."""
    if program:
        return Account(program, os.geteuid(), os.getegid())
    pid = int(_systemd.show(unit).get("MainPID") or 0)
    if not pid:
        raise InputError(f"the unit {unit} does not run, so that nothing tells which program to try: start it")
    owner = os.stat(f"/proc/{pid}")
    # replaced since it was started, by one of the same path
    path = os.readlink(f"/proc/{pid}/exe").replace(" (deleted)", "")
    return Account(path, owner.st_uid, owner.st_gid)


def _self_signed(name: str) -> t.Tuple[bytes, bytes]:
    """Return a private key and a certificate for it that end within the hour, PEM."""
    key = _signing_requests.make_key("ecdsa-p256")
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    hour = datetime.timedelta(hours=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - hour)
        .not_valid_after(now + hour)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(ADDRESS))]), False)
    )
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    return _signing_requests.key_pem(key), certificate


class Trial:
    """KES with another section keystore, as long as the context lasts; its folder goes with it."""

    def __init__(self, params: t.Mapping[str, t.Any]) -> None:
        """Take the options of kes_key_trial."""
        _x509.require()
        self.folder: str = params["directory"]
        self.account = account_of(params["name"], params["program"])
        self.params = params
        (self.port,) = _sockets.free_ports(ADDRESS, 1)
        self.log = os.path.join(self.folder, "log")
        self._process: t.Optional[subprocess.Popen] = None
        for file in params["files"]:
            if os.path.dirname(os.path.dirname(file["path"])) != self.folder:
                raise InputError(f"files holds {file['path']}: give paths in a directory of {self.folder}")

    def __enter__(self) -> "Trial":
        # what a trial that was killed has left
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            os.mkdir(self.folder, 0o700)
            self._start()
        except OSError as error:
            self.__exit__()
            raise InputError(f"{self.account.program} cannot be tried in {self.folder}: {error}") from error
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_problem: t.Any) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self, path: str, content: bytes) -> str:
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
        return path

    def _start(self) -> None:
        server_key, server = _self_signed("trial")
        client_key, client = _self_signed("client")
        client_paths = self._write("client.crt", client), self._write("client.key", client_key)
        configuration = {
            "version": "v1",
            "address": f"{ADDRESS}:{self.port}",
            "admin": {"identity": "disabled"},
            "tls": {"key": self._write("server.key", server_key), "cert": self._write("server.crt", server)},
            "policy": {"trial": {"allow": ["/v1/key/decrypt/*"], "identities": [_x509.identity(client, "client.crt")]}},
            "log": {"error": "on", "audit": "off"},
            "keystore": self.params["keystore"],
        }
        path = self._write("config.yml", json.dumps(configuration).encode())
        for file in self.params["files"]:
            self._write(file["path"], (file.get("content") or file.get("secret_content") or "").encode())
        tls = _http.context(ca_pem=server.decode(), client_cert=client_paths[0], client_key=client_paths[1])
        process = self._run([self.account.program, "server", "--config", path])
        self.kes = Kes(f"https://{ADDRESS}:{self.port}", tls)
        self._wait(process)

    def _run(self, command: t.List[str]) -> subprocess.Popen[bytes]:
        if os.geteuid() == 0 and self.account.uid != 0:
            for folder, _folders, names in os.walk(self.folder):
                for name in ["", *names]:
                    os.chown(os.path.join(folder, name), self.account.uid, self.account.gid)
            owner = [f"--reuid={self.account.uid}", f"--regid={self.account.gid}", "--clear-groups"]
            command = ["setpriv", *owner, *LOCKED, *command]
        with open(self.log, "wb") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=dict(self.params["environment"])
            )
        self._process = process
        return process

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + self.params["timeout"]
        while True:
            try:
                self.kes.call("GET", "/version")
                return
            except ServerError:
                if process.poll() is not None:
                    raise ServerError(f"KES does not start with these settings: {self._why()}") from None
                if time.monotonic() > deadline:
                    raise ServerError(
                        f"KES has not started with these settings in {self.params['timeout']} s: {self._why()}"
                    ) from None
            time.sleep(PAUSE)

    def differing(self, found: t.Sequence[samples.Sample]) -> t.Dict[str, t.List[str]]:
        """Return the names of keys that it has not, and of those that are others; raises ServerError with its reason."""
        try:
            return samples.differing(self.kes, found)
        except ServerError as error:
            raise ServerError(f"{error}: {self._why()}") from None

    def _why(self) -> str:
        """Return what its log says, as a sentence where that is known."""
        with open(self.log, encoding="utf-8", errors="replace") as stream:
            lines = stream.read().splitlines()
        said = reasons.newest(self.params["backend"], lines)
        return said or journal.newest_error(lines) or "it tells no reason"
