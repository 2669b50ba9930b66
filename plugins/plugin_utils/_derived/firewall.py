# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Who may reach the ports, compared with who was declared to."""

from __future__ import annotations

import typing as t

from ...module_utils._errors import InputError
from .._libraries import library
from . import connection, peers

# port -> variable with the declared sources, and who belongs there anyway; named are the nodes as others call them
RULES = {
    "api": ("minio_firewall_api_sources", ("nodes", "named", "controller")),
    "console": ("minio_firewall_console_sources", ()),
    "kes": (None, ("nodes", "named")),
}
ADDRESSES_OF_A_NODE = 8
"""How many a node may have: of one that gave no evidence only those are known by which the others call it."""
# packets from here do not come from a network
LOCAL = ("127.0.0.0/8", "::1/128")


def _set(sources: list[str], variable: str) -> t.Any:
    netaddr = library("netaddr")
    try:
        return netaddr.IPSet(sources)
    except (netaddr.AddrFormatError, TypeError) as error:
        raise InputError(f"{variable} holds what is no network: {error}") from error


def derive(document: dict, declared: dict) -> dict:
    """Return per port the uninvited networks that get in, and the declared ones that do not; None where unknown.

    Of the S3 port also the controller's address, if by the rules it gets in as declared and a connection shows that it does not.
    A few addresses may be further ones of nodes that gave no evidence.
    """
    netaddr = library("netaddr")
    ports = (document.get("firewall") or {}).get("ports") or {}
    known = document.get("peers") or {}
    unheard = peers.silent(known.get("named") or [], known.get("nodes") or [])
    facts: dict[str, dict[str, t.Optional[list[str]]]] = {}
    for name, (variable, belonging) in RULES.items():
        opened = ports.get(name)
        if opened is None:
            facts[name] = {"uninvited": None, "missing": None}
            continue
        wanted = _set(declared.get(variable) or [], str(variable)) if variable else netaddr.IPSet()
        invited = wanted | netaddr.IPSet(LOCAL)
        for group in belonging:
            invited |= netaddr.IPSet(known.get(group) or [])
        let_in = netaddr.IPSet(opened)
        uninvited = let_in - invited
        unclear = "nodes" in belonging and 0 < uninvited.size <= ADDRESSES_OF_A_NODE * len(unheard)
        facts[name] = {
            "uninvited": None if unclear else [str(network) for network in uninvited.iter_cidrs()][:20],
            "missing": [str(network) for network in (wanted - let_in).iter_cidrs()][:20],
        }
        if name == "api":
            facts[name]["unreachable"] = connection.unreachable(document, wanted & let_in)
    return facts
