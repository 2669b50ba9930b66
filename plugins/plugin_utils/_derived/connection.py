# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Whether the controller, where it is a declared source, really connects to the S3 port of a node."""

from __future__ import annotations

import concurrent.futures
import socket
import typing as t

from ...module_utils import _reach, _sockets

Address = t.Tuple[str, int]
TIMEOUT = 2.0
# what is listened for, by the mark of each kind of address
EVERYWHERE = {"::": ":.", "0.0.0.0": "."}


def _source(address: Address) -> str | None:
    """Return the address that a connection from here would come from; nothing is sent."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(address)
            return str(probe.getsockname()[0])
    except OSError:
        return None


def _connects(address: Address) -> bool:
    return _reach.connects(address, TIMEOUT)


def _targets(document: dict) -> list[Address]:
    """Return the addresses of the node at which it serves the S3 API."""
    own = (document.get("host") or {}).get("addresses") or []
    sockets = (document.get("minio") or {}).get("listeners") or []
    bound = {(one["address"], one["port"]) for one in sockets if one["purpose"] == "api"}
    return sorted(
        (address, port)
        for address in own
        for local, port in bound
        if local == address or (":" if ":" in address else ".") in EVERYWHERE.get(local, "")
    )


def unreachable(document: dict, sources: t.Container[str]) -> list[str]:
    """Return the controller's address where it is one of the sources and no connection comes about, else nothing.

    It proves something only where the node sees this controller, by an address of its own: not a jump host, and nobody
    who translates addresses. What is not proven is left to the rules.
    """
    controller, name = (document.get("host") or {}).get("controller_address"), document.get("address")
    targets = _targets(document)
    if not controller or not name or not targets or controller not in sources:
        return []
    called = _sockets.resolve([name])[name]
    first = [one for one in targets if one[0] in called and _source(one) == controller]
    if not first or any(map(_connects, first)):
        return []
    # a network that is for administration alone may carry SSH and nothing else
    rest = [one for one in targets if one not in first]
    with concurrent.futures.ThreadPoolExecutor(max(len(rest), 1)) as pool:
        return [] if any(pool.map(_connects, rest)) else [controller]
