# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the TCP sockets that a process listens on."""

from __future__ import annotations

import typing as t

from .. import _sockets

if t.TYPE_CHECKING:
    from .context import Context

Purposes = t.Mapping[int, str]


def ports(context: Context, pid: int) -> t.List[int]:
    """Return the ports that a process listens on; looked up once, as the kernel's table of sockets takes its time."""
    key = ("ports", pid)
    if key not in context.cache:
        context.cache[key] = sorted({port for _address, port in _sockets.listening(pid)})
    return context.cache[key]


def describe(
    pid: int, purposes: Purposes, passive: t.Optional[str] = None, others: t.Iterable[int] = ()
) -> t.Optional[t.List[t.Dict[str, t.Any]]]:
    """Return address, port and purpose of every listening socket; None if they cannot be told from other processes'.

    purposes: ports that the process was told to listen on. passive: range of ports for FTP data, "30000-40000".
    others: processes whose sockets have no purpose, as nobody declared them.
    """
    try:
        sockets = _sockets.listening(pid)
        beside = [one for other in others for one in _sockets.listening(other)]
    except OSError:
        return None
    first, _dash, last = (passive or "").partition("-")
    span = range(int(first), int(last) + 1) if first.isdigit() and last.isdigit() else range(0)
    return [
        {"address": address, "port": port, "purpose": purposes.get(port) or ("ftp" if port in span else None)}
        for address, port in sockets
    ] + [{"address": address, "port": port, "purpose": None} for address, port in beside]
