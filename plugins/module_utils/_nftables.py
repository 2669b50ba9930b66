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

from ._nft_elements import ANY, Answer, Nothing, Outside, Unclear, Unknown, addresses, holds

Network = t.Union[ipaddress.IPv4Network, ipaddress.IPv6Network]
Facts = t.Dict[str, t.Any]
Verdict = t.Tuple[str, t.Any]
FAMILIES = {4: ("ip", "inet"), 6: ("ip6", "inet")}
# statements that neither match nor decide
SILENT = ("counter", "log", "comment", "notrack", "last", "ct helper", "ct timeout", "secmark")
# statements that end the rule or let it go on, by what has come before this packet; those of sets may hold one
GATES = ("limit", "quota", "ct count", "meter", "set", "map")
VERDICTS = ("accept", "drop", "reject", "return", "jump", "goto", "continue")
FINAL = ("accept", "drop")


class Packet(t.NamedTuple):
    """The first packet of a connection from outside."""

    version: int
    source: int
    port: int


def _items(ruleset: Facts, kind: str) -> t.List[Facts]:
    return [entry[kind] for entry in ruleset["nftables"] if kind in entry]


def _is_silent(name: str, content: t.Any) -> bool:
    """Tell whether a statement lets every packet pass to the rest of the rule, unchanged to what other rules ask for."""
    if name == "mangle":
        return not _changes(name, content) and not isinstance(content["value"], dict)
    return name in SILENT or (name in ("set", "map") and not content.get("stmt"))


def _changes(name: str, content: t.Any) -> bool:
    """Tell whether a statement decides in its own way, or changes the packet itself."""
    return {"meta", "ct"}.isdisjoint(content["key"]) if name == "mangle" else name not in GATES


class Ruleset:
    """The ruleset of a host."""

    def __init__(self, ruleset: Facts) -> None:
        self.sets = {
            (one["family"], one["table"], one["name"]): one.get("elem", [])
            for one in _items(ruleset, "set") + _items(ruleset, "map")
        }
        self.chains = _items(ruleset, "chain")
        self.rules: t.Dict[t.Tuple[str, str, str], t.List[Facts]] = {}
        for rule in _items(ruleset, "rule"):
            self.rules.setdefault((rule["family"], rule["table"], rule["chain"]), []).append(rule)
            # what a rule fills holds something else for the next packet
            for name in (one[kind][kind][1:] for one in rule["expr"] for kind in ("set", "map") if kind in one):
                self.sets[(rule["family"], rule["table"], name)] = {f"the set {name}, which rules fill": []}

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
        doubts: t.List[Unclear] = []
        decides = False
        for statement in rule["expr"]:
            name, content = next(iter(statement.items()))
            if name in ("set", "map") and self._lacks(rule, content["elem"], packet):
                return None
            if name == "vmap":
                found = self._mapped(rule, content, packet)
                if not found:
                    return None
                name, content = found
            if name == "match":
                answer = self._match(rule, content, packet)
                if answer is False:
                    return None
                doubts += [answer] if isinstance(answer, Unclear) else []
            elif name in VERDICTS and name != "continue":
                verdict = self._decide(rule, name, content, packet, depth)
                if verdict and doubts:
                    raise doubts[0]
                return verdict
            elif name != "continue" and not _is_silent(name, content):
                doubts.append(Unclear(self._reason(rule)))
                decides = decides or _changes(name, content)
        if doubts and decides:
            raise doubts[0]
        return None

    def _lacks(self, rule: Facts, element: t.Any, packet: Packet) -> bool:
        """Tell whether a packet has not what a statement puts into a set: the rule does not match it then."""
        key = element["elem"]["val"] if "elem" in element else element
        return isinstance(self._value(rule, key, packet), Nothing)

    def _decide(self, rule: Facts, name: str, value: t.Any, packet: Packet, depth: int) -> t.Optional[str]:
        if name in ("jump", "goto"):
            verdict = self._chain((rule["family"], rule["table"], value["target"]), packet, depth + 1)
            return verdict or ("return" if name == "goto" else None)
        return "drop" if name == "reject" else name

    def _mapped(self, rule: Facts, vmap: Facts, packet: Packet) -> t.Optional[Verdict]:
        """Return the verdict of a map, None where it has none for the packet; raises Unclear."""
        value = self._value(rule, vmap["key"], packet)
        if isinstance(value, Nothing):
            return None
        data = self._right(rule, vmap["data"])
        if not isinstance(data, list):
            raise Unclear(f"a rule compares with {next(iter(data))}")
        answers = [(holds(element, value), next(iter(verdict.items()))) for element, verdict in data if element != ANY]
        found = [verdict for answer, verdict in answers if answer is True]
        if any(verdict != found[0] for verdict in found):
            raise Unclear(self._reason(rule))
        for answer, _verdict in answers:
            if isinstance(answer, Unclear) and not found:
                raise answer
        found += [next(iter(verdict.items())) for element, verdict in data if element == ANY]
        return found[0] if found else None

    def _match(self, rule: Facts, match: Facts, packet: Packet) -> Answer:
        """Tell whether an expression matches."""
        value = self._value(rule, match["left"], packet)
        if isinstance(value, Nothing):
            return False
        inside = holds(self._right(rule, match["right"]), value)
        if match["op"] in ("==", "in"):
            return inside
        if match["op"] in ("!=", "!"):
            return inside if isinstance(inside, Unclear) else not inside
        return Unclear(self._reason(rule))

    def _right(self, rule: Facts, right: t.Any) -> t.Any:
        """Return the elements that an expression is compared with."""
        if isinstance(right, str) and right.startswith("@"):
            return self.sets.get((rule["family"], rule["table"], right[1:]), [])
        return right["set"] if isinstance(right, dict) and "set" in right else right

    @staticmethod
    def _reason(rule: Facts) -> str:
        return f"a rule of chain {rule['chain']} depends on what this cannot interpret"

    def _value(self, rule: Facts, left: t.Any, packet: Packet) -> t.Any:
        """Return what an expression reads from the packet: of several fields at once all, or Nothing."""
        if "concat" in left:
            values = tuple(self._value(rule, one, packet) for one in left["concat"])
            return next((value for value in values if isinstance(value, Nothing)), values)
        value = _field(left, packet)
        return Unknown(self._reason(rule)) if value is None else value


def _field(left: t.Any, packet: Packet) -> t.Any:
    """Return what an expression reads from the packet; None where that is not known."""
    payload, meta, ct = left.get("payload"), left.get("meta"), left.get("ct")
    if payload and payload.get("protocol") in ("ip", "ip6"):
        if payload["protocol"] != ("ip" if packet.version == 4 else "ip6"):
            return Nothing()
        kind = ipaddress.IPv4Address if packet.version == 4 else ipaddress.IPv6Address
        return {"saddr": kind(packet.source), "protocol": "tcp", "nexthdr": "tcp"}.get(payload["field"])
    if payload and payload.get("protocol") in ("tcp", "th") and payload.get("field") == "dport":
        return packet.port
    if payload and payload.get("protocol") in ("udp", "icmp", "icmpv6", "sctp"):
        return Nothing()
    if meta:
        known = {
            "l4proto": "tcp",
            "nfproto": f"ipv{packet.version}",
            "protocol": "ip" if packet.version == 4 else "ip6",
        }
        return Outside() if meta["key"] in ("iif", "iifname") else known.get(meta["key"])
    return "new" if ct and ct["key"] == "state" else None


@functools.lru_cache(maxsize=None)
def _cuts(ruleset: Ruleset) -> t.Dict[int, t.List[int]]:
    """Return the addresses, as numbers by version, at which some rule may begin to decide otherwise."""
    found = {4: {0}, 6: {0}}
    for first, last in addresses([*ruleset.sets.values(), *ruleset.rules.values()]):
        found[first.version] |= {int(first), int(last) + 1}
    return {version: sorted(cuts) for version, cuts in found.items()}


def open_to(ruleset: Ruleset, port: int, version: int) -> t.List[str]:
    """Return the networks from which a connection to a TCP port is let in; raises Unclear."""
    space = ipaddress.ip_network("0.0.0.0/0" if version == 4 else "::/0")
    end = int(space[-1]) + 1
    cuts = [cut for cut in _cuts(ruleset)[version] if cut < end]
    networks: t.List[t.Any] = []
    for first, following in zip(cuts, [*cuts[1:], end]):
        if ruleset.lets_in(Packet(version, first, port)):
            kind = ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address
            networks += ipaddress.summarize_address_range(kind(first), kind(following - 1))
    return [str(network) for network in ipaddress.collapse_addresses(networks)]
