# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of a process's sandbox, from the kernel: what a unit demands is skipped silently where it cannot be had."""

from __future__ import annotations

import os
import re
import stat
import typing as t

if t.TYPE_CHECKING:
    from .context import Context

CAPABILITIES = (
    "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE "
    "NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN "
    "SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE "
    "MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE"
).split()
BIND, LOCK = "CAP_NET_BIND_SERVICE", "CAP_IPC_LOCK"
FIRST_FREE_PORT = 1024
"""Ports below take BIND: a host that lets every account have them may stop to at its next boot."""
MASKS = {
    "effective": "CapEff",
    "permitted": "CapPrm",
    "inheritable": "CapInh",
    "bounding": "CapBnd",
    "ambient": "CapAmb",
}
HOMES = {"home": "/home", "root": "/root", "run_user": "/run/user"}
SYSTEM = {"root": "/", "usr": "/usr", "etc": "/etc"}
HIDDEN = "/systemd/inaccessible/dir"
Mount = t.Dict[str, str]


def capabilities(mask: t.Optional[str]) -> t.Optional[t.List[str]]:
    """Return the names of the capabilities in a hexadecimal mask as /proc/PID/status shows it."""
    if mask is None:
        return None
    bits = int(mask, 16)
    names = {number: f"CAP_{name}" for number, name in enumerate(CAPABILITIES)}
    return [names.get(number, f"CAP_{number}") for number in range(bits.bit_length()) if bits >> number & 1]


def excess(
    masks: t.Mapping[str, t.Optional[t.List[str]]], taken: t.Sequence[str], unclear: t.Sequence[str] = ()
) -> t.Optional[t.List[str]]:
    """Return the capabilities that a process has or could gain beyond those that its server takes; None if not known.

    unclear: those of which nobody knows whether it takes them.
    """
    effective, bounding = masks["effective"], masks["bounding"]
    if effective is None or bounding is None:
        return None
    beyond = {*effective, *bounding} - {*taken}
    certain = beyond - {*unclear}
    return None if beyond and not certain else sorted(certain)


def parse_mounts(text: str) -> t.List[Mount]:
    """Return the mounts of /proc/PID/mountinfo: root, path, options, kind."""
    mounts = []
    for line in text.splitlines():
        own, _dash, rest = line.partition(" - ")
        fields, more = own.split(" "), rest.split(" ")
        path = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found.group(1), 8)), fields[4])
        mounts.append({"root": fields[3], "path": path, "options": f"{fields[5]},{more[2]}", "kind": more[0]})
    return mounts


def mount_of(mounts: t.Sequence[Mount], path: str) -> t.Optional[Mount]:
    """Return the mount a path lies on: the longest, of equal ones the last, which covers the others."""
    above = [mount for mount in mounts if (path + "/").startswith(mount["path"].rstrip("/") + "/")]
    return max(enumerate(above), key=lambda entry: (len(entry[1]["path"]), entry[0]))[1] if above else None


def read_only(mounts: t.Sequence[Mount], path: str) -> t.Optional[bool]:
    """Tell whether a path lies on a mount that cannot be written."""
    mount = mount_of(mounts, path)
    return None if mount is None else "ro" in mount["options"].split(",")


def home_state(mounts: t.Sequence[Mount], path: str) -> str:
    """Return what a process sees of a home directory: "hidden", "empty", "read-only", "open", "absent" for none."""
    path = os.path.realpath(path)
    mount = mount_of(mounts, path)
    if mount is None or not os.path.isdir(path):
        return "absent"
    if mount["path"] == path and mount["root"].endswith(HIDDEN):
        return "hidden"
    if mount["path"] == path and mount["kind"] == "tmpfs" and not _is_tmpfs_for_all(path):
        return "empty"
    return "read-only" if "ro" in mount["options"].split(",") else "open"


def _is_tmpfs_for_all(path: str) -> bool:
    """Tell whether the system itself has a memory file system there, which hides nothing."""
    with open("/proc/1/mountinfo", encoding="utf-8", errors="surrogateescape") as stream:
        return any(mount["path"] == path and mount["kind"] == "tmpfs" for mount in parse_mounts(stream.read()))


def _identity(path: str) -> t.Optional[t.Tuple[int, int]]:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _own(pid: int, path: str) -> t.Optional[bool]:
    """Tell whether a process sees another directory at a path than the system does; None if it cannot be looked at."""
    seen, system = _identity(f"/proc/{pid}/root{path}"), _identity(f"/proc/1/root{path}")
    return None if seen is None or system is None else seen != system


def _devices_hidden(pid: int) -> t.Optional[bool]:
    """Tell whether the process has a /dev of its own without disks and without the kernel's memory."""
    own = _own(pid, "/dev")
    if not own:
        return own
    try:
        entries = list(os.scandir(f"/proc/{pid}/root/dev"))
    except OSError:
        return None
    modes = {entry.name: entry.stat(follow_symlinks=False).st_mode for entry in entries}
    return not any(name in ("mem", "kmem", "port") or stat.S_ISBLK(mode) for name, mode in modes.items())


def describe(
    context: Context, pid: int, taken: t.Sequence[str] = (), unclear: t.Sequence[str] = ()
) -> t.Dict[str, t.Any]:
    """Return what the process may not do; None for what cannot be read. For taken and unclear see excess."""
    status = context.status(pid)
    text = context.read(pid, "mountinfo")
    mounts = parse_mounts(text) if text else None
    masks = {name: capabilities(status.get(field)) for name, field in MASKS.items()}
    homes = {name: home_state(mounts, path) for name, path in HOMES.items()} if mounts is not None else None
    return {
        "no_new_privileges": status["NoNewPrivs"] == "1" if "NoNewPrivs" in status else None,
        "system_call_filter": status["Seccomp"] == "2" if "Seccomp" in status else None,
        "capabilities": masks,
        "excess_capabilities": excess(masks, taken, unclear),
        "read_only": {name: read_only(mounts, path) for name, path in SYSTEM.items()} if mounts is not None else None,
        "homes": homes,
        "homes_hidden": not {homes["home"], homes["root"]} & {"open", "read-only"} if homes is not None else None,
        "private_tmp": _own(pid, "/tmp"),
        "private_devices": _devices_hidden(pid),
        "kernel_read_only": read_only(mounts, "/proc/sys") if mounts is not None else None,
    }
