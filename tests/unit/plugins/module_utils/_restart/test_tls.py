# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server serves is compared with what is stored for it, at the address that it listens at."""

from __future__ import annotations

import pathlib
import subprocess
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _systemd
from ansible_collections.hardening.minio.plugins.module_utils._restart import perform, plan, tls

from tests.certificates import Signer
from tests.listener import Listener, place

PROGRAM = ["/bin/sleep", "60"]


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
