# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the evaluator says of a ruleset, and what the kernel does with real connections under it."""

from __future__ import annotations

import ipaddress
import json
import subprocess
import typing as t
import uuid

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _nftables, _packet_filter

HOST, FRIEND, STRANGER = "10.99.0.1", "10.99.0.2", "10.99.0.3"
HOST6, FRIEND6, STRANGER6 = "fd99::1", "fd99::2", "fd99::3"
PORTS = [{"name": "api", "port": 9000, "sources": [FRIEND, FRIEND6]}, {"name": "console", "port": 9090, "sources": []}]
LISTEN = """
import socket, sys, threading
def serve(port):
    server = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
    while True:
        server.accept()[0].close()
for port in (22, 9000, 9090):
    threading.Thread(target=serve, args=(port,), daemon=port != 22).start()
print("ready", flush=True)
"""
OTHERS = {
    "nothing": "",
    "closed": (
        "table inet a { chain i { type filter hook input priority 0; policy drop; ct state established accept; "
        "tcp dport 22 accept; meta l4proto { icmp, ipv6-icmp } accept; }\n}"
    ),
    "a later chain drops what an earlier one accepts": (
        f"table inet a {{ chain i {{ type filter hook input priority -10; policy accept; ip saddr {STRANGER} accept; }}\n"
        f"chain j {{ type filter hook input priority 10; policy accept; ip saddr {STRANGER} tcp dport 9000 drop; }}\n}}"
    ),
    "jump, return and a set": (
        "table inet a { set s { type ipv4_addr; flags interval; elements = { 10.99.0.3-10.99.0.9 } }\n"
        "chain k { ip saddr @s return; accept; }\n"
        "chain i { type filter hook input priority 0; policy accept; tcp dport { 9000, 9090 } jump k; tcp dport 9000 reject; }\n}"
    ),
    "another family": "table ip6 a { chain i { type filter hook input priority 0; policy accept; tcp dport 9000-9090 drop; }\n}",
}


class Network:
    """A host and two others, in network namespaces of their own on one bridge."""

    def __init__(self) -> None:
        self.tag = uuid.uuid4().hex[:6]
        addresses = {"host": (HOST, HOST6), "friend": (FRIEND, FRIEND6), "stranger": (STRANGER, STRANGER6)}
        self.names = {name: f"{self.tag}-{name}" for name in ("switch", *addresses)}
        for name in self.names.values():
            self._run("ip", "netns", "add", name)
        self.inside("switch", "ip", "link", "add", "br0", "type", "bridge")
        self.inside("switch", "ip", "link", "set", "br0", "up")
        for number, (name, pair) in enumerate(addresses.items()):
            self._run(
                "ip",
                "-n",
                self.names[name],
                "link",
                "add",
                "eth0",
                "type",
                "veth",
                "peer",
                f"p{number}",
                "netns",
                self.names["switch"],
            )
            self.inside("switch", "ip", "link", "set", f"p{number}", "master", "br0", "up")
            self.inside(name, "ip", "address", "add", f"{pair[0]}/24", "dev", "eth0")
            self.inside(name, "ip", "address", "add", f"{pair[1]}/64", "dev", "eth0", "nodad")
            self.inside(name, "ip", "link", "set", "eth0", "up")
            self.inside(name, "ip", "link", "set", "lo", "up")
        self.server = subprocess.Popen(
            ["ip", "netns", "exec", self.names["host"], "python3", "-c", LISTEN], stdout=subprocess.PIPE, text=True
        )
        assert self.server.stdout is not None and self.server.stdout.readline() == "ready\n"

    @staticmethod
    def _run(*command: str, text: str | None = None) -> str:
        return subprocess.run(command, input=text, check=True, capture_output=True, text=True).stdout

    def inside(self, name: str, *command: str, text: str | None = None) -> str:
        return self._run("ip", "netns", "exec", self.names[name], *command, text=text)

    def load(self, rules: str) -> _nftables.Ruleset:
        self.inside("host", "nft", "--file", "-", text="flush ruleset\n" + rules)
        return _nftables.Ruleset(json.loads(self.inside("host", "nft", "-j", "list", "ruleset")))

    def connects(self, name: str, address: str, port: int) -> bool:
        command = f"import socket; socket.create_connection(('{address}', {port}), 0.4)"
        finished = subprocess.run(
            ["ip", "netns", "exec", self.names[name], "python3", "-c", command], capture_output=True, check=False
        )
        return finished.returncode == 0

    def close(self) -> None:
        self.server.kill()
        self.server.wait()
        for name in self.names.values():
            self._run("ip", "netns", "delete", name)


@pytest.fixture(scope="module")
def network() -> t.Iterator[Network]:
    made = Network()
    yield made
    made.close()


def says(ruleset: _nftables.Ruleset, source: str, port: int) -> bool:
    address = ipaddress.ip_address(source)
    networks = _nftables.open_to(ruleset, port, address.version)
    return any(address in ipaddress.ip_network(one) for one in networks)


@pytest.mark.parametrize("rules", [pytest.param(text, id=name) for name, text in OTHERS.items()])
@pytest.mark.parametrize("own", [False, True], ids=["without our table", "with our table"])
def test_the_evaluator_agrees_with_the_kernel(network, rules, own):
    ruleset = network.load(rules + "\n" + (_packet_filter.ruleset(PORTS) if own else ""))
    for name, sources in (("friend", (FRIEND, FRIEND6)), ("stranger", (STRANGER, STRANGER6))):
        for source, target in zip(sources, (HOST, HOST6)):
            for port in (22, 9000, 9090):
                assert says(ruleset, source, port) == network.connects(name, target, port), (name, target, port)


def test_our_table_closes_its_ports_and_no_other(network):
    ruleset = network.load(_packet_filter.ruleset(PORTS))
    assert _nftables.open_to(ruleset, 9000, 4) == [f"{FRIEND}/32"]
    assert _nftables.open_to(ruleset, 9000, 6) == [f"{FRIEND6}/128"]
    assert _nftables.open_to(ruleset, 9090, 4) == []
    assert _nftables.open_to(ruleset, 22, 4) == ["0.0.0.0/0"]
    assert _nftables.open_to(ruleset, 22, 6) == ["::/0"]


def test_a_rule_that_depends_on_an_interface_is_unclear(network):
    ruleset = network.load(
        'table inet a { chain i { type filter hook input priority 0; policy drop; iifname "eth0" accept; }\n}'
    )
    with pytest.raises(_nftables.Unclear, match="eth0"):
        _nftables.open_to(ruleset, 9000, 4)
