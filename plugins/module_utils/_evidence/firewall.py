# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the packet filter: who may reach the ports of MinIO and KES by the rules in the kernel."""

from __future__ import annotations

import json
import os
import subprocess
import typing as t

from .. import _nftables, _systemd, _ufw
from .._errors import HardeningError
from . import listeners

if t.TYPE_CHECKING:
    from .context import Context

Facts = t.Dict[str, t.Any]
# units that load a packet filter at boot
LOADERS = [f"{name}.service" for name in ("hardening-minio-firewall", "nftables", "firewalld", "netfilter-persistent")]


def _ports(context: "Context") -> t.Dict[str, t.Optional[int]]:
    """Return the ports of the servers that run here, by purpose."""
    command = (context.results.get("minio") or {}).get("command") or {}
    kes = listeners.ports(context, context.kes_pid) if context.kes_pid else []
    found = {
        "api": command.get("api_port"),
        "console": (command.get("console") or {}).get("port"),
        "kes": kes[0] if kes else None,
    }
    return {name: port for name, port in found.items() if port}


def _persistent() -> t.Optional[bool]:
    """Tell whether a unit that loads rules starts at boot; None without systemd."""
    loaders = [*LOADERS, "ufw.service"] if _ufw.is_enabled() else LOADERS
    return _systemd.any_enabled(loaders) if os.path.isdir("/run/systemd/system") else None


def _rules() -> Facts:
    """Return the rules in the kernel; raises HardeningError where they cannot be read."""
    try:
        finished = subprocess.run(
            ["nft", "-j", "list", "ruleset"],
            env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError as error:
        if os.path.exists("/proc/net/ip_tables_names"):
            raise HardeningError(f"the rules in the kernel cannot be read: {error}") from error
        return {"nftables": []}
    if finished.returncode:
        raise HardeningError(f"the rules in the kernel cannot be read: {finished.stderr.strip()[:200]}")
    return t.cast(Facts, json.loads(finished.stdout))


def collect(context: "Context") -> t.Optional[Facts]:
    """Return the evidence; None where neither server runs. Without nft in place, nothing filters by nftables."""
    if context.minio_pid is None and context.kes_pid is None:
        return None
    ruleset = _nftables.Ruleset(_rules())
    facts: Facts = {"active": ruleset.filters(), "persistent": _persistent(), "ports": {}, "unclear": None}
    for name, port in _ports(context).items():
        try:
            facts["ports"][name] = [
                one for version in (4, 6) for one in _nftables.open_to(ruleset, int(str(port)), version)
            ]
        except _nftables.Unclear as error:
            facts["ports"][name], facts["unclear"] = None, str(error)
    return facts
