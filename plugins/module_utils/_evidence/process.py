# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of a server process: which one it is, its account, its command line, its executable."""

from __future__ import annotations

import hashlib
import os
import pwd
import time
import typing as t

from .._errors import HardeningError
from . import build_info

if t.TYPE_CHECKING:
    from . import Context

NAMES = {"minio": "minio", "silo": "minio", "kes": "kes"}
"""Last element of the program's Go package path (or, where the executable cannot be read, its name) -> server."""
NO_LOGIN = {"nologin", "false", "sync", "true", ""}


def _kind(context: Context, pid: int) -> t.Optional[str]:
    """Return 'minio' or 'kes' if the process is that server. A file's name decides only where its content is closed."""
    arguments = context.cmdline(pid)
    if not arguments or "server" not in arguments[1:]:
        return None
    build = build_info.read(context.path(pid, "exe"))
    if build is None:
        return None if os.access(context.path(pid, "exe"), os.R_OK) else NAMES.get(os.path.basename(arguments[0]))
    return NAMES.get(build.path.rpartition("/")[2])


def _namespace(context: Context, pid: t.Union[int, str]) -> t.Optional[str]:
    try:
        return os.readlink(context.path(pid, "ns", "pid"))
    except OSError:
        return None


def _unit_pid(context: Context, unit: str) -> int:
    status, out, err = context.run(["systemctl", "show", "--property=MainPID", "--value", unit])
    pid = out.strip()
    if status or not pid.isdigit() or pid == "0":
        raise HardeningError(f"unit {unit} has no running process{': ' + err.strip() if err.strip() else ''}")
    return int(pid)


def _choose(context: Context, kind: str, found: t.Sequence[int]) -> t.Optional[int]:
    """Return the process to judge; raises HardeningError if that is not clear."""
    prefix = "" if kind == "minio" else "kes_"
    if context.params.get(f"{prefix}pid"):
        return context.params[f"{prefix}pid"]
    if context.params.get(f"{prefix}service"):
        return _unit_pid(context, context.params[f"{prefix}service"])
    own = _namespace(context, "self")
    here = [pid for pid in found if _namespace(context, pid) in (own, None)]
    if len(here) > 1:
        numbers = ", ".join(map(str, here))
        raise HardeningError(f"{len(here)} {kind} servers run here (PIDs {numbers}): choose one by option {prefix}service")
    if found and not here:
        raise HardeningError(f"the {kind} server runs in a container (PID {found[0]}): it has to be judged inside of it")
    return here[0] if here else None


def find_servers(context: Context) -> None:
    """Set minio_pid and kes_pid of the context, or leave why not in context.unclear."""
    found: t.Dict[str, t.List[int]] = {"minio": [], "kes": []}
    for name in os.listdir(context.proc):
        kind = _kind(context, int(name)) if name.isdigit() else None
        if kind:
            found[kind].append(int(name))
    for kind, pids in found.items():
        try:
            setattr(context, f"{kind}_pid", _choose(context, kind, sorted(pids)))
        except HardeningError as error:
            context.unclear[kind] = str(error)


def started(context: Context, pid: int) -> t.Optional[float]:
    """Return when the process started, in seconds since the epoch."""
    stat, boot = context.read(pid, "stat"), context.read("stat")
    if stat is None or boot is None:
        return None
    ticks = int(stat.rpartition(")")[2].split()[19])
    booted = next((line.split()[1] for line in boot.splitlines() if line.startswith("btime ")), None)
    return None if booted is None else int(booted) + ticks / os.sysconf("SC_CLK_TCK")
