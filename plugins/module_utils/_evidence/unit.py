# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the systemd unit that a process belongs to."""

from __future__ import annotations

import re
import typing as t

from .. import _systemd
from .._errors import HardeningError

if t.TYPE_CHECKING:
    from .context import Context

SERVICE = re.compile(r"/([^/\n]+\.service)(?=/|$)", re.MULTILINE)


def name_of(context: Context, pid: int) -> t.Optional[str]:
    """Return the service whose control group a process is in; None for one that was not started as a service."""
    found = SERVICE.findall(context.read(pid, "cgroup") or "")
    return found[-1] if found else None


def properties(context: Context, pid: int) -> t.Optional[t.Dict[str, str]]:
    """Return what systemctl shows of the service whose main process this is; None if there is no such service."""
    key = ("unit", pid)
    if key not in context.cache:
        name = name_of(context, pid)
        try:
            shown = _systemd.show(name) if name else {}
        except (HardeningError, OSError):
            shown = {}  # no systemctl, or no systemd that answers it
        context.cache[key] = shown if shown.get("MainPID") == str(pid) else None
    return context.cache[key]


def describe(context: Context, pid: int) -> t.Optional[t.Dict[str, t.Any]]:
    """Return the facts of the service; None if the process is not one."""
    shown = properties(context, pid)
    if shown is None:
        return None
    return {
        "name": shown.get("Id") or name_of(context, pid),
        "fragment": shown.get("FragmentPath") or None,
        "drop_ins": shown.get("DropInPaths", "").split(),
        "enabled": shown.get("UnitFileState") in ("enabled", "enabled-runtime", "static", "generated", "indirect"),
        "active": shown.get("ActiveState") == "active",
        "needs_reload": shown.get("NeedDaemonReload") == "yes",
        "type": shown.get("Type"),
    }
