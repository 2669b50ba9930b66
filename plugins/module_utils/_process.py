# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Facts about a running process, read from /proc."""

from __future__ import annotations

import os
import time
import typing as t

DELETED = " (deleted)"
"""What Linux puts behind the path of a program that was replaced."""
LONGEST_CHAIN = 40
"""Symbolic links that the kernel follows in one path."""


def environment(pid: int) -> t.Optional[t.Dict[str, str]]:
    """Return the environment a process was started with; None where even root may not read it (containers)."""
    try:
        with open(f"/proc/{pid}/environ", "rb") as stream:
            entries = stream.read().split(b"\0")
    except OSError:
        return None
    return dict(os.fsdecode(entry).partition("=")[::2] for entry in entries if entry)


def arguments(pid: int) -> t.List[str]:
    """Return the command line; an empty list for a process that has gone."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as stream:
            return [os.fsdecode(part) for part in stream.read().split(b"\0")[:-1]]
    except OSError:
        return []


def started(pid: int) -> float:
    """Return when a process was started, in seconds since the epoch, to a hundredth.

    From its age, not from the boot time in /proc/stat: that is cut to whole seconds, and a file written just before the
    start would look newer than the process.
    """
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stream:
        ticks = int(stream.read().rpartition(")")[2].split()[19])
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + ticks / os.sysconf("SC_CLK_TCK")


def program(pid: int) -> t.Optional[str]:
    """Return where the program of a process lay at its start; None where this cannot be read."""
    try:
        path = os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return None
    return path[: -len(DELETED)] if path.endswith(DELETED) else path


def runs_other_file(pid: int, path: str) -> t.Optional[bool]:
    """Tell whether a process runs another file than the one at a path now; None where this cannot be read."""
    try:
        running, stored = os.stat(f"/proc/{pid}/exe"), os.stat(path)
    except OSError:
        return None
    return (running.st_dev, running.st_ino) != (stored.st_dev, stored.st_ino)


def below(root: str, path: str) -> str:
    """Return where an absolute path leads below a root directory, links followed as a process does whose root that is.

    The kernel would follow absolute links behind /proc/PID/root from the root of whoever asks.
    """
    found, rest, links = "", path, 0
    while rest:
        name, _slash, rest = rest.lstrip("/").partition("/")
        step = os.path.normpath(f"{found}/{name}")
        if os.path.islink(root + step) and links < LONGEST_CHAIN:
            links += 1
            target = os.readlink(root + step)
            found, rest = "" if os.path.isabs(target) else found, f"{target}/{rest}".rstrip("/")
        else:
            found = step
    return root + found


def seen(pid: int, path: str) -> str:
    """Return where to find what a process has at a path; the path itself where its root cannot be looked into."""
    root = f"/proc/{pid}/root"
    return below(root, path) if os.path.isabs(path) and os.path.isdir(f"{root}/") else path
