# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses of hosts, and where a connection comes from."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _sockets


def test_names_are_resolved_and_of_unknown_ones_nothing_is_told():
    found = _sockets.resolve(["localhost", "no-such-host.invalid", "no..name"])
    assert "127.0.0.1" in found["localhost"]
    assert found["no-such-host.invalid"] == found["no..name"] == set()


def test_addresses_stay_as_they_are():
    assert _sockets.resolve(["192.0.2.7", "2001:db8::7"]) == {
        "192.0.2.7": {"192.0.2.7"},
        "2001:db8::7": {"2001:db8::7"},
    }


def test_nothing_to_resolve():
    assert _sockets.resolve([]) == {}
    assert _sockets.own({}) == {}


def test_what_cannot_be_a_name_is_not_known():
    assert _sockets.resolve(["minio..example.net", "m" * 64]) == {"minio..example.net": set(), "m" * 64: set()}


INTERFACES = """\
1: lo    inet 127.0.0.1/8 scope host lo
2: eth0    inet 192.0.2.11/24 brd 192.0.2.255 scope global eth0
2: eth0    inet6 2001:db8::11/64 scope global deprecated dynamic
3: tun0    inet 198.51.100.11 peer 198.51.100.12/32 scope global tun0
"""
NAMES: dict[str, tuple[set[str], bool | None]] = {
    "by_its_address": ({"192.0.2.11"}, True),
    "by_one_of_its_addresses": ({"203.0.113.7", "2001:db8::11"}, True),
    "by_its_end_of_a_tunnel": ({"198.51.100.11"}, True),
    "as_debian_names_itself": ({"127.0.1.1"}, True),
    "by_the_loopback_of_ipv6": ({"::1"}, True),
    "the_other_end_of_a_tunnel": ({"198.51.100.12"}, False),
    "another": ({"192.0.2.12", "2001:db8::12"}, False),
    "unknown": (set(), None),
}


@pytest.mark.parametrize("name", NAMES)
def test_which_names_are_this_host(monkeypatch, name):
    found, expected = NAMES[name]
    monkeypatch.setattr(_sockets, "_shown", lambda: INTERFACES)
    assert _sockets.own({name: found}) == {name: expected}
    assert _sockets.own({name: found}, ["192.0.2.11", "2001:db8::11", "198.51.100.11"]) == {name: expected}


def test_this_host_is_found_by_its_own_addresses():
    names = [*_sockets.addresses(), "localhost", "2001:db8:ffff::7"]
    assert [name for name, known in _sockets.own(_sockets.resolve(names)).items() if not known] == ["2001:db8:ffff::7"]


@pytest.mark.parametrize("privileged", ["", "env --unset=SSH_CONNECTION setsid --wait"])
@pytest.mark.parametrize(("client", "address"), [("192.0.2.7", "192.0.2.7"), ("fe80::7%eth0", "fe80::7")])
def test_the_shell_above_tells_where_the_connection_comes_from(privileged, client, address):
    asking = f"from {_sockets.__name__} import controller; print(controller())"
    answer = subprocess.run(
        ["sh", "-c", f'{privileged} "$0" -c "$1"; exit $?', sys.executable, asking],
        env={
            **os.environ,
            "SSH_CONNECTION": f"{client} 50022 192.0.2.8 22",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.stdout, answer.stderr) == (f"{address}\n", "")


def test_what_listens_is_found_among_connections_on_both_kinds_of_addresses():
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("::1", 0), family=socket.AF_INET6) as two:
        ports = [server.getsockname()[1] for server in (one, two)]
        near = [socket.create_connection(("127.0.0.1", ports[0])) for _number in range(20)]
        far = [one.accept()[0] for _number in range(20)]
        found = _sockets.listening(os.getpid())
        for connection in near + far:
            connection.close()
    assert {("127.0.0.1", ports[0]), ("::1", ports[1])} <= set(found)
    assert not {connection for connection in found if connection[1] not in ports and connection[0] == "127.0.0.1"}


def test_free_ports_are_different_ones_at_which_nobody_listens():
    ports = _sockets.free_ports("127.0.0.1", 20)
    assert len(set(ports)) == 20
    for port in ports:
        with socket.create_server(("127.0.0.1", port)):
            pass
