# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Work out from a kernel ruleset, as "nft -j list ruleset" prints it, who may open a TCP connection to a port.

Every address that a rule mentions cuts the address space; one address of each piece is then led through the rules as
the kernel would do it. What cannot be interpreted makes the answer unknown, never a guess.
"""

from __future__ import annotations

import functools
import ipaddress
import typing as t

Network = t.Union[ipaddress.IPv4Network, ipaddress.IPv6Network]
Facts = t.Dict[str, t.Any]
FAMILIES = {4: ("ip", "inet"), 6: ("ip6", "inet")}
# statements that neither match nor decide
SILENT = {"counter", "log", "comment", "notrack", "mangle", "ct count", "set", "map", "quota"}
VERDICTS = ("accept", "drop", "reject", "return", "jump", "goto", "continue")
FINAL = ("accept", "drop")


# led through the rules again and again: once for each packet
_address = functools.lru_cache(maxsize=None)(ipaddress.ip_address)


class Unclear(Exception):
    """A rule that would matter cannot be interpreted."""


class Packet(t.NamedTuple):
    """The first packet of a connection from outside."""

    version: int
    source: int
    port: int


def _items(ruleset: Facts, kind: str) -> t.List[Facts]:
    return [entry[kind] for entry in ruleset["nftables"] if kind in entry]


def _elements(value: t.Any) -> t.Iterator[t.Tuple[t.Any, t.Any]]:
    """Return the ranges of an element, each as (first, last); a plain value is a range of one."""
    if isinstance(value, dict) and "set" in value:
        for one in value["set"]:
            yield from _elements(one)
    elif isinstance(value, dict) and "elem" in value:
        yield from _elements(value["elem"]["val"])
    elif isinstance(value, dict) and "range" in value:
        yield tuple(value["range"])
    elif isinstance(value, dict) and "prefix" in value:
        network = ipaddress.ip_network(f"{value['prefix']['addr']}/{value['prefix']['len']}", strict=False)
        yield str(network[0]), str(network[-1])
    elif isinstance(value, list):
        for one in value:
            yield from _elements(one)
    else:
        yield value, value


class Ruleset:
    """The ruleset of a host."""

    def __init__(self, ruleset: Facts) -> None:
        self.sets = {(one["family"], one["table"], one["name"]): one.get("elem", []) for one in _items(ruleset, "set")}
        self.chains = _items(ruleset, "chain")
        self.rules: t.Dict[t.Tuple[str, str, str], t.List[Facts]] = {}
        for rule in _items(ruleset, "rule"):
            self.rules.setdefault((rule["family"], rule["table"], rule["chain"]), []).append(rule)

    def base_chains(self, version: int) -> t.List[Facts]:
        """Return the chains that see packets for this host, in the order in which they see them."""
        found = [one for one in self.chains if one.get("hook") == "input" and one["family"] in FAMILIES[version]]
        return sorted(found, key=lambda one: one.get("prio", 0))

    def filters(self) -> bool:
        """Tell whether anything at all is looked at on its way in."""
        bases = [one for version in (4, 6) for one in self.base_chains(version) if one.get("type") == "filter"]
        return any(
            one.get("policy") == "drop" or self.rules.get((one["family"], one["table"], one["name"])) for one in bases
        )

    def lets_in(self, packet: Packet) -> bool:
        """Tell whether a packet gets through all chains; raises Unclear."""
        for base in self.base_chains(packet.version):
            verdict = self._chain((base["family"], base["table"], base["name"]), packet, 0)
            if (verdict or base.get("policy", "accept")) == "drop":
                return False
        return True

    def _chain(self, key: t.Tuple[str, str, str], packet: Packet, depth: int) -> t.Optional[str]:
        if depth > 16:
            raise Unclear("chains call one another too deeply")
        for rule in self.rules.get(key, []):
            verdict = self._rule(rule, packet, depth)
            if verdict == "return":
                return None
            if verdict in FINAL:
                return verdict
        return None

    def _rule(self, rule: Facts, packet: Packet, depth: int) -> t.Optional[str]:
        """Return the verdict of a rule; None where it does not match or goes on."""
        clear = True
        for statement in rule["expr"]:
            name = next(iter(statement))
            if name == "match":
                matched = self._match(rule, statement["match"], packet)
                if matched is False:
                    return None
                clear = clear and matched is not None
            elif name in VERDICTS:
                if name == "continue":
                    return None
                if not clear:
                    raise Unclear(f"a rule of chain {rule['chain']} depends on what this cannot interpret")
                return self._decide(rule, name, statement[name], packet, depth)
            elif name not in SILENT:
                clear = False
        return None

    def _decide(self, rule: Facts, name: str, value: t.Any, packet: Packet, depth: int) -> t.Optional[str]:
        if name in ("jump", "goto"):
            verdict = self._chain((rule["family"], rule["table"], value["target"]), packet, depth + 1)
            return verdict or ("return" if name == "goto" else None)
        return "drop" if name == "reject" else name

    def _match(self, rule: Facts, match: Facts, packet: Packet) -> t.Optional[bool]:
        """Tell whether an expression matches; None for one that cannot be interpreted."""
        value = self._value(match["left"], packet)
        if value is None:
            return None
        right = match["right"]
        if isinstance(right, str) and right.startswith("@"):
            right = self.sets.get((rule["family"], rule["table"], right[1:]), [])
        inside = any(_within(value, first, last) for first, last in _elements(right))
        return {"==": inside, "in": inside, "!=": not inside}.get(match["op"])

    @staticmethod
    def _value(left: t.Any, packet: Packet) -> t.Any:
        """Return what an expression reads from the packet; an address of the other family is nothing that matches."""
        payload, meta, ct = left.get("payload"), left.get("meta"), left.get("ct")
        if payload and payload.get("field") == "saddr":
            same = payload["protocol"] == ("ip" if packet.version == 4 else "ip6")
            kind = ipaddress.IPv4Address if packet.version == 4 else ipaddress.IPv6Address
            return kind(packet.source) if same else Nothing()
        if payload and payload.get("protocol") in ("tcp", "th") and payload.get("field") == "dport":
            return packet.port
        if payload and payload.get("protocol") in ("udp", "icmp", "icmpv6", "sctp"):
            return Nothing()
        if payload and payload.get("field") in ("protocol", "nexthdr"):
            return "tcp"
        if meta:
            known = {
                "l4proto": "tcp",
                "nfproto": f"ipv{packet.version}",
                "protocol": "ip" if packet.version == 4 else "ip6",
            }
            return Outside() if meta["key"] in ("iif", "iifname") else known.get(meta["key"])
        if ct and ct["key"] == "state":
            return "new"
        return None


class Nothing:
    """A field that the packet does not have: no value equals it."""


class Outside:
    """An interface of which only is known that it is not the loopback."""


def _within(value: t.Any, first: t.Any, last: t.Any) -> bool:
    if isinstance(value, Nothing):
        return False
    if isinstance(value, Outside):
        if first == "lo":
            return False
        raise Unclear(f"a rule depends on the interface {first}")
    if isinstance(value, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
        try:
            low, high = _address(first), _address(last)
        except ValueError as error:
            raise Unclear(f"a rule names {first}, which is no address") from error
        # networks of two families have no order, their numbers do
        return low.version == value.version and int(low) <= int(value) <= int(high)
    if isinstance(value, int) and isinstance(first, int):
        return bool(first <= value <= last)
    return str(value) == str(first)


def _cuts(ruleset: Ruleset, version: int) -> t.List[int]:
    """Return the addresses, as numbers, at which some rule may begin to decide otherwise."""
    found = {0}
    values: t.List[t.Any] = list(ruleset.sets.values())
    for rules in ruleset.rules.values():
        values += [one["match"]["right"] for rule in rules for one in rule["expr"] if "match" in one]
    for value in values:
        for ends in _elements(value):
            if not all(isinstance(end, str) for end in ends):
                continue
            try:
                first, last = (_address(end) for end in ends)
            except ValueError:
                continue
            if first.version == version:
                found |= {int(first), int(last) + 1}
    return sorted(found)


def open_to(ruleset: Ruleset, port: int, version: int) -> t.List[str]:
    """Return the networks from which a connection to a TCP port is let in; raises Unclear."""
    space = ipaddress.ip_network("0.0.0.0/0" if version == 4 else "::/0")
    end = int(space[-1]) + 1
    cuts = [cut for cut in _cuts(ruleset, version) if cut < end]
    networks: t.List[t.Any] = []
    for first, following in zip(cuts, [*cuts[1:], end]):
        if ruleset.lets_in(Packet(version, first, port)):
            kind = ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address
            networks += ipaddress.summarize_address_range(kind(first), kind(following - 1))
    return [str(network) for network in ipaddress.collapse_addresses(networks)]
