# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server serves is compared with what is stored for it, at the address that it listens at."""

from __future__ import annotations

import pathlib
import ssl
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


WORDS = "{}/public.crt is not the certificate served for {}"


@pytest.mark.parametrize(
    ("domains", "folder", "name"),
    [
        (["s3.example.net"], "anything", "s3.example.net"),
        (["s3.example.net"], ".old", "s3.example.net"),
        (["a.example.net", "S3.example.net"], "s3.example.net", "s3.example.net"),
        (["*.example.net"], "wild", "any.example.net"),
        # the default one is for it as well
        (["minio1", "s3.example.net"], "minio1", "s3.example.net"),
    ],
)
def test_a_certificate_is_asked_for_by_its_own_names(tmp_path, ca, default, listener, domains, folder, name):
    certs = tmp_path / "certs"
    place(certs, default)
    own = ca.issue(domains)
    place(certs / folder, own)
    expected = WORDS.format(certs / folder, name)
    assert tls.reasons(str(certs), listener.address) == [("rolling", expected)]
    listener.by_name[name] = listener.context(own)
    assert tls.reasons(str(certs), listener.address) == []
    place(certs / folder, ca.issue(domains))
    assert tls.reasons(str(certs), listener.address) == [("reload", expected)]


@pytest.mark.parametrize(
    ("folder", "domains", "ips"),
    [
        # by rules of the server: the directory, addresses, a name that is the default one's as well
        ("..2026", ["s3.example.net"], []),
        ("CAs", ["s3.example.net"], []),
        ("s3.example.net", ["s3.example.net"], ["127.0.0.1"]),
        ("minio1", ["minio1"], []),
        # nobody can ask for it
        ("nameless", [], []),
        ("10.0.0.1", ["10.0.0.1"], []),
        ("odd", ["a..b", ".old", "x" * 64], []),
    ],
)
def test_a_certificate_that_no_restart_brings_is_no_reason(tmp_path, ca, default, listener, folder, domains, ips):
    place(tmp_path / "certs", default)
    place(tmp_path / "certs" / folder, ca.issue(domains, ips))
    assert tls.reasons(str(tmp_path / "certs"), listener.address) == []


def test_a_directory_without_a_key_or_with_no_certificate_is_no_reason(tmp_path, ca, default, listener):
    certs = tmp_path / "certs"
    place(certs, default)
    place(certs / "keyless", ca.issue(["s3.example.net"]))
    (certs / "keyless" / "private.key").unlink()
    place(certs / "broken", {"certificate": "none", "private_key": "none"})
    place(certs / "cut", {"certificate": f"{ssl.PEM_HEADER}\nMIIB\n{ssl.PEM_FOOTER}\n", "private_key": "none"})
    assert tls.reasons(str(certs), listener.address) == []


def test_a_link_to_a_directory_is_one(tmp_path, ca, default, listener):
    place(tmp_path / "certs", default)
    place(tmp_path / "elsewhere", ca.issue(["s3.example.net"]))
    (tmp_path / "certs" / "link").symlink_to(tmp_path / "elsewhere")
    expected = WORDS.format(tmp_path / "certs" / "link", "s3.example.net")
    assert tls.reasons(str(tmp_path / "certs"), listener.address) == [("rolling", expected)]


@pytest.mark.parametrize("name", [".old", "a..b", "x" * 64])
def test_a_name_that_cannot_be_asked_for_gets_no_answer(listener, name):
    assert tls.served(listener.address, name) is None
