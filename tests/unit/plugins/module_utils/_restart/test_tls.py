# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server serves is compared with what is stored for it, at the address that it listens at."""

from __future__ import annotations

import pathlib
import socket
import ssl
import subprocess
import threading
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _systemd
from ansible_collections.hardening.minio.plugins.module_utils._restart import perform, plan, tls

from tests.certificates import Signer

PROGRAM = ["/bin/sleep", "60"]


def place(folder: pathlib.Path, pair: t.Mapping[str, str]) -> None:
    """Store a certificate and its key as MinIO wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "public.crt").write_text(pair["certificate"])
    (folder / "private.key").write_text(pair["private_key"])


class Listener:
    """A TLS listener on loopback that shows one certificate, and others by the name that a client asks for."""

    def __init__(self, folder: pathlib.Path, pair: t.Mapping[str, str]) -> None:
        """Start it."""
        self._folder = folder
        self.by_name: dict[str, ssl.SSLContext] = {}
        self._default = self.context(pair)
        self._default.sni_callback = self._choose
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._socket.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def context(self, pair: t.Mapping[str, str]) -> ssl.SSLContext:
        """Return a context that shows this certificate."""
        place(self._folder, pair)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "public.crt", self._folder / "private.key")
        return context

    def _choose(self, connection: t.Any, name: t.Optional[str], _context: t.Any) -> None:
        connection.context = self.by_name.get(name or "", self._default)

    def _serve(self) -> None:
        while True:
            try:
                plain, _peer = self._socket.accept()
            except OSError:
                return
            try:
                self._default.wrap_socket(plain, server_side=True).close()
            except OSError:
                plain.close()

    def stop(self) -> None:
        """End it."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def ca() -> Signer:
    return Signer("CA")


@pytest.fixture
def default(ca: Signer) -> dict[str, str]:
    return ca.issue(["minio1"], ["127.0.0.1"])


@pytest.fixture
def listener(tmp_path: pathlib.Path, default: dict[str, str]) -> t.Iterator[Listener]:
    found = Listener(tmp_path / "served", default)
    yield found
    found.stop()


@pytest.fixture
def unit(tmp_path: pathlib.Path, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> t.Iterator[dict[str, str]]:
    """What systemd shows of a unit whose server is told where to listen by its environment alone."""
    where = f"MINIO_ADDRESS=:{listener.address[1]}"
    environment = {"HOME": str(tmp_path), "MINIO_ADDRESS": where.partition("=")[2]}
    with subprocess.Popen(PROGRAM, env=environment) as server:
        shown = {
            "Id": "minio.service",
            "ActiveState": "active",
            "MainPID": str(server.pid),
            "Environment": where,
            "ExecStart": f"{{ path={PROGRAM[0]} ; argv[]={' '.join(PROGRAM)} ; ignore_errors=no }}",
        }
        monkeypatch.setattr(_systemd, "show", lambda _unit: shown)
        yield shown
        server.kill()


def test_a_renewed_certificate_is_seen_where_the_environment_tells_the_address(unit, tmp_path, ca, default):
    certs = tmp_path / ".minio" / "certs"
    place(certs, default)
    assert plan.decide(unit)[:2] == ("none", [])
    place(certs, ca.issue(["minio1"], ["127.0.0.1"]))
    assert plan.decide(unit)[:2] == ("reload", [f"{certs}/public.crt is not the certificate served"])


def test_the_node_is_asked_at_the_address_that_the_environment_tells(unit, tmp_path, listener, default):
    place(tmp_path / ".minio" / "certs", default)
    node = perform.Node("minio", 1)
    assert node._surroundings()[0] == ("https", *listener.address)
    unit["MainPID"] = "0"
    assert node._surroundings()[0][1:] == listener.address


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("minio server /d1", ("127.0.0.1", 9443)),
        ("minio server --address [::1]:9000 /d1", ("::1", 9000)),
        ("minio server --address 192.0.2.1:9000 /d1", ("192.0.2.1", 9000)),
    ],
)
def test_the_command_line_wins_over_the_environment(line, address):
    assert tls.endpoint(line.split(), {"MINIO_ADDRESS": "0.0.0.0:9443"}) == address
    assert tls.endpoint(["minio", "server", "/d1"], {}) == ("127.0.0.1", 9000)
