# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of files: owner, mode, and who can read or replace them."""

from __future__ import annotations

import grp
import os
import pwd
import stat
import typing as t

ACL = "system.posix_acl_access"
PRECISION = 0.02
"""Seconds by which the kernel may date a process's start too early; no server has read a file by then."""


def describe(path: str) -> t.Dict[str, t.Any]:
    """Return path, owner, group, mode (octal digits) of a file or directory; None where there is none."""
    facts: t.Dict[str, t.Any] = {"path": path, "owner": None, "group": None, "mode": None}
    try:
        status = os.stat(path)
    except OSError:
        return facts
    facts["mode"] = f"{stat.S_IMODE(status.st_mode):04o}"
    for name, find, number in (("owner", pwd.getpwuid, status.st_uid), ("group", grp.getgrgid, status.st_gid)):
        try:
            facts[name] = find(number)[0]
        except KeyError:
            facts[name] = str(number)
    return facts


def _has_acl(path: str) -> bool:
    """Tell whether an access control list gives more accounts rights than the mode shows."""
    try:
        return ACL in os.listxattr(path)
    except OSError:
        return False


def only_readable_by(
    path: str, groups: t.Sequence[t.Optional[int]], owners: t.Sequence[t.Optional[int]] = (0,)
) -> bool:
    """Tell whether only an owner among owners can read a file, and its group if that is root's or among groups."""
    status = os.stat(path) if os.path.exists(path) else None
    if status is None or status.st_uid not in owners or status.st_mode & stat.S_IRWXO:
        return False
    return not status.st_mode & stat.S_IRWXG or (status.st_gid in (0, *groups) and not _has_acl(path))


def _chain(path: str) -> t.Iterator[str]:
    """Yield a path and every directory above it."""
    yield path
    while path != os.path.dirname(path):
        path = os.path.dirname(path)
        yield path


def only_writable_by_root(path: str) -> bool:
    """Tell whether root alone can change a file or put another one in its place, also where links lead to it."""
    if not os.path.exists(path):
        return False
    for step in {*_chain(os.path.realpath(path)), *_chain(os.path.dirname(os.path.abspath(path)))}:
        status = os.stat(step)
        others = status.st_mode & stat.S_IWOTH or (status.st_mode & stat.S_IWGRP and (status.st_gid or _has_acl(step)))
        sticky = stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX
        if status.st_uid or (others and not sticky):
            return False
    return True


def nearest(path: str) -> str:
    """Return a path, or where it does not exist the nearest directory above it; empty for none."""
    while path and not os.path.exists(path):
        path = os.path.dirname(path)
    return path


def changed_since(path: str, moment: float) -> bool:
    """Tell whether a file was changed, put in place or removed after a moment, in seconds since the epoch."""
    path = nearest(path)
    return not path or os.stat(path).st_ctime > moment + PRECISION
