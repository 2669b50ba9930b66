# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""TCP sockets of processes and addresses of this host, read from /proc and the resolver."""

from __future__ import annotations

import concurrent.futures
import contextlib
import ipaddress
import os
import re
import socket
import struct
import subprocess
import typing as t

from . import _process

LISTEN = "0A"
MOST_AT_ONCE = 32
FEW_ROWS = 256


def _address(text: str) -> t.Tuple[str, int]:
    number, _colon, port = text.partition(":")
    raw = bytes.fromhex(number)
    words = struct.unpack(f"<{len(raw) // 4}I", raw)
    packed = struct.pack(f">{len(words)}I", *words)
    if len(packed) == 4:
        return socket.inet_ntop(socket.AF_INET, packed), int(port, 16)
    if packed.startswith(b"\0" * 10 + b"\xff\xff"):
        return socket.inet_ntop(socket.AF_INET, packed[12:]), int(port, 16)
    return socket.inet_ntop(socket.AF_INET6, packed), int(port, 16)


def _inodes(pid: int) -> t.Set[str]:
    """Return the inodes of the sockets of a process."""
    inodes = set()
    folder = f"/proc/{pid}/fd"
    for name in os.listdir(folder):
        try:
            found = re.match(r"socket:\[(\d+)\]", os.readlink(os.path.join(folder, name)))
        except OSError:
            continue  # closed since it was listed
        if found:
            inodes.add(found.group(1))
    return inodes


def listening(pid: int) -> t.List[t.Tuple[str, int]]:
    """Return the addresses and ports of the TCP sockets that a process listens on."""
    inodes, found = _inodes(pid), set()
    for table in (f"/proc/{pid}/net/tcp", f"/proc/{pid}/net/tcp6"):
        if not os.path.exists(table):
            continue
        # the kernel tells the listening sockets first: read in small pieces, it need not walk its table of connections
        with open(table, "rb", buffering=FEW_ROWS) as stream:
            stream.readline()
            for row in (line.decode("ascii").split() for line in stream):
                if row[3] != LISTEN:
                    break
                if row[9] in inodes:
                    found.add(_address(row[1]))
    return sorted(found)


def free_ports(address: str, count: int) -> t.List[int]:
    """Return as many different TCP ports of an address of this host at which nobody listens."""
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(socket.socket()) for _one in range(count)]
        for listener in listeners:
            listener.bind((address, 0))
        return [int(listener.getsockname()[1]) for listener in listeners]


def _parent(pid: int) -> int:
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stream:
        return int(stream.read().rpartition(")")[2].split()[1])


def controller() -> t.Optional[str]:
    """Return the address that this Ansible connection comes from; None for a local connection.

    SSH_CONNECTION tells. Privilege escalation takes it away, but not from the shell above that sshd has started.
    """
    told = os.environ.get("SSH_CONNECTION")
    pid = os.getppid()
    while not told and pid > 1:
        told = (_process.environment(pid) or {}).get("SSH_CONNECTION")
        pid = _parent(pid)
    return told.split()[0].partition("%")[0] if told else None


def _resolved(name: str) -> t.Set[str]:
    try:
        answers = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # the latter of what cannot be a name, such as one with an empty label
        return set()
    return {str(answer[4][0]).partition("%")[0] for answer in answers}


def resolve(names: t.Collection[str]) -> t.Dict[str, t.Set[str]]:
    """Return the addresses of each host as this one resolves its name; none of a name that it does not know.

    All are asked at once, as a name server that does not answer is waited for.
    """
    with concurrent.futures.ThreadPoolExecutor(min(max(len(names), 1), MOST_AT_ONCE)) as pool:
        return dict(zip(names, pool.map(_resolved, names)))


def _shown(*selection: str) -> str:
    finished = subprocess.run(
        ["ip", "-oneline", "address", "show", *selection], capture_output=True, text=True, check=True
    )
    return finished.stdout


def addresses() -> t.List[str]:
    """Return the global IPv4 and IPv6 addresses of this host, without loopback, link-local and temporary ones."""
    found = re.findall(r"\binet6? ([0-9a-fA-F.:]+)/\d+(?!.*\b(?:temporary|deprecated)\b)", _shown("scope", "global"))
    return sorted(set(found), key=lambda address: (":" in address, address))


def own(
    addresses: t.Mapping[str, t.Set[str]], interfaces: t.Optional[t.Collection[str]] = None
) -> t.Dict[str, t.Optional[bool]]:
    """Tell of each host whether it is this one, None of one without addresses, as MinIO finds its own endpoints.

    addresses: by name, as resolve() returns them. interfaces: the addresses of this host where they are known. One address
    of any interface is enough, and every one of loopback counts: Debian gives 127.0.1.1 to its own name.
    """
    if interfaces is None:
        interfaces = set(re.findall(r"\binet6? ([0-9a-fA-F.:]+)", _shown())) if addresses else set()
    return {
        name: any(one in interfaces or ipaddress.ip_address(one).is_loopback for one in found) if found else None
        for name, found in addresses.items()
    }
