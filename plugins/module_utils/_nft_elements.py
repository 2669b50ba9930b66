# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What the elements of an nftables set or map hold, as "nft -j" prints them: single values, ranges, networks, pairs."""

from __future__ import annotations

import functools
import ipaddress
import typing as t

ANY = "*"
# what an element may carry without a say in whether it matches
ATTRIBUTES = {"val", "timeout", "expires", "comment", "counter", "last"}

# led through the rules again and again: once for each packet
_address = functools.lru_cache(maxsize=None)(ipaddress.ip_address)


class Unclear(Exception):
    """A rule that would matter cannot be interpreted."""


class Nothing:
    """A field that the packet does not have: no rule that asks for it matches."""


class Outside:
    """An interface of which only is known that it is not the loopback."""


class Unknown:
    """A field that cannot be told."""

    def __init__(self, rule: str) -> None:
        self.rule = rule


# whether something holds, or why that cannot be told
Answer = t.Union[bool, Unclear]


def either(answers: t.Iterable[Answer]) -> Answer:
    """Tell whether one of several holds."""
    unclear: Answer = False
    for answer in answers:
        if answer is True:
            return True
        unclear = unclear or answer
    return unclear


def both(answers: t.Iterable[Answer]) -> Answer:
    """Tell whether all hold."""
    unclear: Answer = True
    for answer in answers:
        if answer is False:
            return False
        unclear = answer if unclear is True else unclear
    return unclear


@functools.lru_cache(maxsize=None)
def _ends(address: str, bits: int) -> t.Tuple[str, str]:
    network = ipaddress.ip_network(f"{address}/{bits}", strict=False)
    return str(network[0]), str(network[-1])


def holds(element: t.Any, value: t.Any) -> Answer:
    """Tell whether an element holds a value; a list holds what one of its elements holds."""
    if isinstance(element, list):
        return either(holds(one, value) for one in element)
    if not isinstance(element, dict):
        return element == ANY or _within(value, element, element)
    if "set" in element:
        return holds(element["set"], value)
    if "concat" in element and isinstance(value, tuple):
        return both(holds(part, one) for part, one in zip(element["concat"], value))
    if "elem" in element and ATTRIBUTES.issuperset(element["elem"]):
        return holds(element["elem"]["val"], value)
    if "range" in element:
        return _within(value, *element["range"])
    if "prefix" in element:
        return _within(value, *_ends(element["prefix"]["addr"], element["prefix"]["len"]))
    if "|" in element and isinstance(value, str):
        return False  # several flags at once are none of them
    return Unclear(f"a rule compares with {next(iter(element))}")


def _within(value: t.Any, first: t.Any, last: t.Any) -> Answer:
    if isinstance(value, Unknown):
        return Unclear(value.rule)
    if isinstance(value, Outside):
        return False if first == "lo" else Unclear(f"a rule depends on the interface {first}")
    if isinstance(value, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
        try:
            low, high = _address(first), _address(last)
        except ValueError:
            return Unclear(f"a rule names {first}, which is no address")
        # networks of two families have no order, their numbers do
        return low.version == value.version and int(low) <= int(value) <= int(high)
    if isinstance(value, int) and isinstance(first, int):
        return bool(first <= value <= last)
    return str(value) == str(first)


def addresses(value: t.Any) -> t.Iterator[t.Tuple[t.Any, t.Any]]:
    """Return the first and the last address of every address, range and network that is named within."""
    if isinstance(value, dict) and isinstance(value.get("prefix"), dict):
        yield from addresses({"range": _ends(value["prefix"]["addr"], value["prefix"]["len"])})
    elif isinstance(value, dict) and "range" in value:
        try:
            yield tuple(_address(str(end)) for end in value["range"])  # type: ignore[misc]
        except ValueError:
            return
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from addresses(one)
    elif isinstance(value, str):
        yield from addresses({"range": [value, value]})
