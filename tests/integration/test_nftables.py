# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the evaluator says of a ruleset, and what the kernel does with real connections under it."""

from __future__ import annotations

import ipaddress
import json
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _nftables, _packet_filter

from tests.integration.namespaces import Namespaces

HOST, FRIEND, STRANGER = "10.99.0.1", "10.99.0.2", "10.99.0.3"
HOST6, FRIEND6, STRANGER6 = "fd99::1", "fd99::2", "fd99::3"
PORTS = [{"name": "api", "port": 9000, "sources": [FRIEND, FRIEND6]}, {"name": "console", "port": 9090, "sources": []}]
# what IPv6 needs to find a neighbour
NEIGHBOURS = "meta l4proto ipv6-icmp accept"
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
    "verdict maps": (
        "table inet a { chain i { type filter hook input priority 0; policy drop;\n"
        "ct state vmap { established : accept, related : accept, invalid : drop }; iifname lo accept;\n"
        f"{NEIGHBOURS}; tcp dport vmap {{ 22 : accept, 9000 : accept }}; }}\n}}"
    ),
    "a named map, jump, goto and return": (
        "table inet a { map m { type inet_service : verdict; flags interval; elements = {\n"
        "9000-9001 : jump k, 9090 : goto k, 1-100 : return } }\n"
        f"chain k {{ ip saddr {FRIEND} accept; }}\n"
        f"chain i {{ type filter hook input priority 0; policy drop; {NEIGHBOURS}; ct state established accept;\n"
        f"tcp dport vmap @m; tcp dport {{ 9000, 9090 }} ip6 saddr {FRIEND6} accept; }}\n}}"
    ),
    "a map of concatenations": (
        "table inet a { map m { type ipv4_addr . inet_service : verdict; flags interval; elements = {\n"
        f"10.99.0.0/24 . 9000 : accept, {STRANGER}-10.99.0.9 . 22-80 : drop, * : continue }} }}\n"
        f"chain i {{ type filter hook input priority 0; policy drop; {NEIGHBOURS}; ct state established accept;\n"
        "ip saddr . tcp dport vmap @m accept; meta nfproto . tcp dport vmap { ipv6 . 9000 : accept, ipv6 . 22 : drop }; }\n}"
    ),
    "maps of the loopback and of protocols": (
        "table inet a { chain i { type filter hook input priority 0; policy accept; iifname vmap { lo : drop };\n"
        "meta l4proto . th dport vmap { tcp . 9000 : drop, udp . 22 : drop };\n"
        "ip protocol . th dport vmap { tcp . 9090 : drop }; udp dport vmap { * : drop }; }\n}"
    ),
    "a map with a verdict for all others": (
        f"table inet a {{ chain i {{ type filter hook input priority 0; policy drop; {NEIGHBOURS}; ct state established accept;\n"
        f"ip saddr vmap {{ {FRIEND} : accept, * : continue }}; tcp dport vmap {{ 9000 : drop, * : accept }}; }}\n}}"
    ),
    "a map behind a match": (
        f"table inet a {{ chain i {{ type filter hook input priority 0; policy accept;\n"
        f"ip saddr {STRANGER} tcp dport vmap {{ 22 : continue, 9000 : drop }} counter drop; }}\n}}"
    ),
    "another address than that of the other family": (
        "table inet a { chain i { type filter hook input priority 0; policy accept;\n"
        f"ip saddr != {FRIEND} tcp dport 9000 drop; ip6 saddr != {FRIEND6} tcp dport 9090 drop; udp dport != 53 drop; }}\n}}"
    ),
    "a set of concatenations and of all others": (
        "table inet a { set s { type ipv4_addr . inet_service; flags interval; elements = { 10.99.0.0/30 . 9000-9090 } }\n"
        "chain i { type filter hook input priority 0; policy accept;\n"
        f"ip saddr . tcp dport @s drop; ip saddr . tcp dport {{ {STRANGER} . 22 }} drop; }}\n}}"
    ),
    "an interface that does not matter": (
        f"table inet a {{ chain i {{ type filter hook input priority 0; policy drop; {NEIGHBOURS}; ct state established accept;\n"
        "iifname eth7 udp dport 53 accept; iifname . udp dport { eth7 . 53 } accept; tcp dport 9000 accept; }\n}"
    ),
    "states that are not those of a new connection": (
        f"table inet a {{ chain i {{ type filter hook input priority 0; policy drop; {NEIGHBOURS};\n"
        "ct state established,related accept; ct state ! established,new drop; ct state vmap { established | new : drop };\n"
        "tcp dport 9000 ct state == new accept; tcp dport 9090 ct state == (new | related) accept; }\n}"
    ),
    "statements that do not decide": (
        "table inet a { set seen { type ipv4_addr; flags dynamic; }\n"
        "set seen6 { type ipv6_addr; flags dynamic,timeout; timeout 1m; }\n"
        f"chain i {{ type filter hook input priority 0; policy drop; {NEIGHBOURS}; ct state established accept;\n"
        'tcp dport 9000 counter log prefix "s3" meta mark set 3 add @seen { ip saddr } accept;\n'
        "ip6 saddr ::/0 tcp dport 9090 counter ct mark set meta mark; ip6 saddr ::/0 tcp dport 22 update @seen6 { ip6 saddr } accept; }\n}"
    ),
    "another family": "table ip6 a { chain i { type filter hook input priority 0; policy accept; tcp dport 9000-9090 drop; }\n}",
}


ADDRESSES = {"host": (HOST, HOST6), "friend": (FRIEND, FRIEND6), "stranger": (STRANGER, STRANGER6)}
TARGETS = [(address, port) for address in (HOST, HOST6) for port in (22, 9000, 9090)]


class Network(Namespaces):
    """A host with three servers and two other hosts."""

    def __init__(self) -> None:
        super().__init__({name: (f"{pair[0]}/24", f"{pair[1]}/64") for name, pair in ADDRESSES.items()})
        self.serve("host", 22, 9000, 9090)

    def load(self, rules: str) -> _nftables.Ruleset:
        self.inside("host", "nft", "--file", "-", text="flush ruleset\n" + rules)
        return _nftables.Ruleset(json.loads(self.inside("host", "nft", "-j", "list", "ruleset")))


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
    for name in ("friend", "stranger"):
        reached = network.reached(name, TARGETS)
        for target, port in TARGETS:
            source = ADDRESSES[name][":" in target]
            assert says(ruleset, source, port) == ((target, port) in reached), (name, target, port)


def test_our_table_closes_its_ports_and_no_other(network):
    ruleset = network.load(_packet_filter.ruleset(PORTS))
    assert _nftables.open_to(ruleset, 9000, 4) == [f"{FRIEND}/32"]
    assert _nftables.open_to(ruleset, 9000, 6) == [f"{FRIEND6}/128"]
    assert _nftables.open_to(ruleset, 9090, 4) == []
    assert _nftables.open_to(ruleset, 22, 4) == ["0.0.0.0/0"]
    assert _nftables.open_to(ruleset, 22, 6) == ["::/0"]


UNCLEAR = {
    "an interface": ('iifname "eth0" accept', "eth0"),
    "an interface in a map": ("iifname vmap { lo : drop, eth0 : accept }", "eth0"),
    "an interface in a map of concatenations": ("iifname . tcp dport vmap { eth0 . 9000 : accept }", "eth0"),
    "a source port in a map": ("tcp sport . tcp dport vmap { 1-1024 . 9000 : accept }", "chain i"),
    "how many connections there are": ("tcp dport 9000 ct count over 20 drop", "chain i"),
    "how much has come": ("tcp dport 9000 quota over 10 mbytes drop", "chain i"),
    "how often one comes": ("tcp dport vmap { 9000 : continue } limit rate 3/minute accept", "chain i"),
    "a set that the rules fill": ("ip saddr @seen accept", "seen"),
    "how often one comes, by source": ("add @seen { ip saddr limit rate 3/minute } accept", "chain i"),
    "a port that is written anew": ("tcp dport set 9001", "chain i"),
}


@pytest.mark.parametrize(("rule", "reason"), [pytest.param(*pair, id=name) for name, pair in UNCLEAR.items()])
def test_what_cannot_be_told_is_unclear(network, rule, reason):
    ruleset = network.load(
        "table inet a { set seen { type ipv4_addr; flags dynamic; }\n"
        "chain i { type filter hook input priority 0; policy drop;\n"
        f"{rule}; tcp dport 22 add @seen {{ ip saddr }}; }}\n}}"
    )
    with pytest.raises(_nftables.Unclear, match=reason):
        _nftables.open_to(ruleset, 9000, 4)


def test_what_cannot_be_told_of_one_port_does_not_matter_to_another(network):
    ruleset = network.load(
        "table inet a { chain k { tcp dport 22 accept; }\n"
        "chain i { type filter hook input priority 0; policy drop;\n"
        "iifname eth0 jump k; tcp sport 1-1024 tcp dport 9090 accept; tcp dport 9000 accept; }\n}"
    )
    assert _nftables.open_to(ruleset, 9000, 4) == ["0.0.0.0/0"]
    for port in (22, 9090):
        with pytest.raises(_nftables.Unclear):
            _nftables.open_to(ruleset, port, 4)
