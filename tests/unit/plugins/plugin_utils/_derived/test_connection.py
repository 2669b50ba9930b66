# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""When the controller tries a connection to the S3 port, and what becomes of it; real sockets on loopback."""

from __future__ import annotations

import socket
import typing as t

import netaddr
import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import connection, firewall

SELF = "127.0.0.1"
ELSEWHERE = "127.0.0.9"


@pytest.fixture
def port() -> t.Iterator[int]:
    """Return a port at which only one address of loopback is served."""
    with socket.create_server((SELF, 0)) as server:
        yield int(server.getsockname()[1])


@pytest.fixture
def closed() -> int:
    with socket.socket() as one:
        one.bind((SELF, 0))
        return int(one.getsockname()[1])


@pytest.fixture
def full() -> t.Iterator[int]:
    """Return the port of a listener that answers no packet, as behind a firewall that drops them."""
    with socket.create_server((SELF, 0), backlog=0) as server:
        address = server.getsockname()
        clients = [socket.socket() for _number in range(3)]
        for one in clients:
            one.setblocking(False)
            one.connect_ex(address)
        yield int(address[1])
        for one in clients:
            one.close()


def evidence(
    port: int,
    bound: str = "::",
    controller: str | None = SELF,
    addresses: t.Sequence[str] = (SELF,),
    address: str = SELF,
    purpose: str | None = "api",
) -> dict[str, t.Any]:
    return {
        "host": {"controller_address": controller, "addresses": list(addresses)},
        "minio": {"listeners": [{"address": bound, "port": port, "purpose": purpose}]},
        "address": address,
    }


def unreachable(document: dict[str, t.Any], *sources: str) -> list[str]:
    return connection.unreachable(document, netaddr.IPSet(sources or ["127.0.0.0/8"]))


@pytest.mark.parametrize("address", [SELF, "localhost"])
@pytest.mark.parametrize("bound", ["::", "0.0.0.0", SELF])
def test_a_connection_that_comes_about_and_one_that_is_refused(port, closed, bound, address):
    assert unreachable(evidence(port, bound, address=address)) == []
    assert unreachable(evidence(closed, bound, address=address)) == [SELF]


def test_a_connection_that_nobody_answers(full, monkeypatch):
    monkeypatch.setattr(connection, "TIMEOUT", 0.3)
    assert unreachable(evidence(full)) == [SELF]


def test_another_address_of_the_node_does_as_well(port):
    # by the address that Ansible connects to, only SSH gets through
    assert unreachable(evidence(port, addresses=[ELSEWHERE, SELF], address=ELSEWHERE)) == []
    assert unreachable(evidence(port, addresses=[ELSEWHERE, "127.0.0.8"], address=ELSEWHERE)) == [SELF]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"controller": None}, id="a local connection"),
        pytest.param({"controller": "192.0.2.9"}, id="a jump host, or address translation on the way there"),
        pytest.param({"addresses": ["192.0.2.11"]}, id="the address is translated to that of the node"),
        pytest.param({"address": "no-such-host.invalid"}, id="a name of the SSH client's own"),
        pytest.param({"bound": ELSEWHERE}, id="it listens at another address"),
        pytest.param({"bound": "::1"}, id="it listens at another kind of address"),
        pytest.param({"purpose": None}, id="another port"),
    ],
)
def test_what_would_prove_nothing_is_not_tried(closed, changes):
    assert unreachable(evidence(closed)) == [SELF]
    assert unreachable(evidence(closed, **changes)) == []


def test_neither_is_a_controller_that_nobody_declared(closed):
    assert unreachable(evidence(closed), "192.0.2.0/24") == []


@pytest.mark.parametrize("topic", ["host", "minio"])
@pytest.mark.parametrize("facts", [None, {"error": "it could not be read"}])
def test_nothing_is_tried_without_evidence(closed, topic, facts):
    assert unreachable({**evidence(closed), topic: facts}) == []
    assert unreachable({**evidence(closed), "address": None}) == []


@pytest.mark.parametrize(
    ("sources", "opened", "expected"),
    [
        (["127.0.0.0/8"], ["0.0.0.0/0"], [SELF]),
        (["192.0.2.0/24"], ["0.0.0.0/0"], []),
        ([], ["0.0.0.0/0"], []),
        # the rules keep it out, and the check says so already
        (["127.0.0.0/8"], ["192.0.2.0/24"], []),
    ],
)
def test_only_a_declared_source_that_the_rules_let_in_is_tried(closed, sources, opened, expected):
    document = {**evidence(closed), "firewall": {"ports": {"api": opened}}}
    facts = firewall.derive(document, {"minio_firewall_api_sources": sources})
    assert facts["api"]["unreachable"] == expected


def test_rules_that_are_not_known_let_nobody_be_tried(closed):
    document = {**evidence(closed), "firewall": {"ports": {"api": None}}}
    assert firewall.derive(document, {"minio_firewall_api_sources": ["127.0.0.0/8"]})["api"] == {
        "uninvited": None,
        "missing": None,
    }
