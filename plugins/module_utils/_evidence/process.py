# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of a server process: which one it is, its account, its age, its executable."""

from __future__ import annotations

import grp
import os
import pwd
import time
import typing as t

from .. import _process, _systemd
from .._errors import HardeningError
from . import build_info, unit

if t.TYPE_CHECKING:
    from .context import Context

NO_LOGIN = ("nologin", "false", "sync", "true", "")
POWERFUL = {"root", "sudo", "wheel", "admin", "docker", "podman", "lxd", "libvirt", "disk", "shadow", "kmem"}
"""Groups whose members can become root or read what root alone should."""


def _kind(context: Context, pid: int) -> t.Optional[str]:
    """Return "minio" or "kes" if the process is that server; told by the executable's content, not by its name."""
    arguments = context.cmdline(pid)
    if "server" not in arguments[1:]:
        return None
    executable = f"/proc/{pid}/exe"
    build = build_info.read(executable)
    if build is not None:
        return build.server
    return None if os.access(executable, os.R_OK) else build_info.SERVERS.get(os.path.basename(arguments[0]))


def _namespace(pid: t.Union[int, str]) -> t.Optional[str]:
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")
    except OSError:
        return None


def _unit_pid(unit: str) -> int:
    pid = int(_systemd.show(unit).get("MainPID") or 0)
    if not pid:
        raise HardeningError(f"unit {unit} has no running process")
    return pid


def _choose(context: Context, kind: str, found: t.Sequence[int]) -> t.Optional[int]:
    """Return the process to judge: of several, the one that starts at boot; raises HardeningError if that is not clear."""
    prefix = "" if kind == "minio" else "kes_"
    pid, service = context.params.get(f"{prefix}pid"), context.params.get(f"{prefix}service")
    if pid:
        if pid not in found:
            raise HardeningError(f"option {prefix}pid: process {pid} is no {kind} server")
        return pid
    if service:
        return _unit_pid(service)
    here = [pid for pid in found if _namespace(pid) in (_namespace("self"), None)]
    services = [pid for pid in here if (unit.describe(context, pid) or {}).get("enabled")] if len(here) > 1 else []
    if len(services) == 1:
        context.beside[kind] = [pid for pid in here if pid not in services]
        return services[0]
    if len(here) > 1:
        numbers = ", ".join(str(pid) for pid in here)
        raise HardeningError(
            f"{len(here)} {kind} servers run here (PIDs {numbers}): choose one by option {prefix}service"
        )
    if found and not here:
        raise HardeningError(
            f"the {kind} server runs in a container (PID {found[0]}): it has to be judged inside of it"
        )
    return here[0] if here else None


def find_servers(context: Context) -> None:
    """Set minio_pid and kes_pid of the context, or leave why not in context.unclear."""
    found: t.Dict[str, t.List[int]] = {"minio": [], "kes": []}
    for name in filter(str.isdigit, os.listdir("/proc")):
        kind = _kind(context, int(name))
        if kind:
            found[kind].append(int(name))
    for kind, pids in found.items():
        try:
            setattr(context, f"{kind}_pid", _choose(context, kind, sorted(pids)))
        except HardeningError as error:
            context.unclear[kind] = str(error)


def pid_of(context: Context, kind: str) -> t.Optional[int]:
    """Return the process of "minio" or "kes", None if none runs; raises HardeningError if it is not clear which."""
    if kind in context.unclear:
        raise HardeningError(context.unclear[kind])
    return context.minio_pid if kind == "minio" else context.kes_pid


def _name(kind: t.Any, number: int, attribute: str) -> t.Optional[str]:
    try:
        return getattr(kind(number), attribute)
    except KeyError:
        return None


def _limit(text: str) -> t.Optional[int]:
    """Return a limit in bytes, None for unlimited."""
    return None if text == "unlimited" else int(text)


def core_limit(context: Context, pid: int) -> t.Optional[t.Dict[str, t.Any]]:
    """Return the size in bytes up to which the process leaves a core file; disabled says that both limits are 0."""
    for line in (context.read(pid, "limits") or "").splitlines():
        if line.startswith("Max core file size"):
            soft, hard = (_limit(text) for text in line.split()[4:6])
            return {"soft": soft, "hard": hard, "disabled": soft == hard == 0}
    return None


def describe(context: Context, pid: int) -> t.Dict[str, t.Any]:
    """Return the facts of a process: numbers, names, times in seconds, its executable, its locked memory in KiB."""
    status = context.status(pid)
    uids, gids = ([int(word) for word in status.get(name, "").split()] for name in ("Uid", "Gid"))
    try:
        executable: t.Optional[str] = os.readlink(f"/proc/{pid}/exe")
    except OSError:
        executable = None
    started = _process.started(pid)
    return {
        "pid": pid,
        "uid": uids[1] if uids else None,
        "user": _name(pwd.getpwuid, uids[1], "pw_name") if uids else None,
        "gid": gids[1] if gids else None,
        "group": _name(grp.getgrgid, gids[1], "gr_name") if gids else None,
        "started": round(started, 2),
        "age": round(time.time() - started, 2),
        "exe": executable.replace(" (deleted)", "") if executable else None,
        "exe_replaced": executable.endswith(" (deleted)") if executable else None,
        "locked_kib": int(status["VmLck"].split()[0]) if "VmLck" in status else None,
        "core": core_limit(context, pid),
    }


def account(context: Context, pid: int) -> t.Optional[t.Dict[str, t.Any]]:
    """Return the facts of the account a process runs as: name, shell, groups, whether it can log in."""
    status = context.status(pid)
    if "Uid" not in status or "Gid" not in status:
        return None
    uids, gids = ({int(word) for word in status[name].split()} for name in ("Uid", "Gid"))
    numbers = gids | {int(word) for word in status.get("Groups", "").split()}
    groups = {_name(grp.getgrgid, number, "gr_name") or str(number) for number in numbers}
    uid = int(status["Uid"].split()[1])
    shell = _name(pwd.getpwuid, uid, "pw_shell")
    return {
        "name": _name(pwd.getpwuid, uid, "pw_name"),
        "uid": uid,
        "groups": sorted(groups),
        "shell": shell,
        # an account that no database knows cannot log in either
        "no_login": shell is None or os.path.basename(shell) in NO_LOGIN,
        "unprivileged": 0 not in uids | numbers and not groups & POWERFUL,
    }


def ancestors(context: Context, pid: int) -> t.List[int]:
    """Return a process and those it descends from, without the first process of the system."""
    chain: t.List[int] = []
    while pid > 1 and pid not in chain:
        chain.append(pid)
        pid = int(context.status(pid).get("PPid") or 0)
    return chain


def hides(context: Context, pid: int, secrets: t.Collection[str]) -> bool:
    """Tell whether no secret stands on a command line, where every account reads it, of a process or an ancestor."""
    words = " ".join(word for number in ancestors(context, pid) for word in context.cmdline(number))
    return not any(len(secret) >= 8 and secret in words for secret in secrets)
