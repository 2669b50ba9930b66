# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the MinIO server that runs on this host."""

from __future__ import annotations

import os
import pwd
import typing as t

from .. import _sockets
from .._errors import HardeningError
from .._restart import plan
from .._volumes import endpoints, expand
from . import command, environment, files, kms, listeners, process, release, root_credential, sandbox, unit

if t.TYPE_CHECKING:
    from .context import Context

Facts = t.Dict[str, t.Any]


def _home(uid: t.Optional[int]) -> t.Optional[str]:
    try:
        return pwd.getpwuid(uid).pw_dir if uid is not None else None
    except KeyError:
        return None


def _purposes(told: Facts) -> t.Dict[int, str]:
    ports = {told["api_port"]: "api", told["console"]["port"]: "console"}
    ports.update({told[name]["port"]: name for name in ("ftp", "sftp")})
    return {port: purpose for port, purpose in ports.items() if port}


def privileged(told: Facts) -> t.Optional[bool]:
    """Tell whether the server was told a port that takes a capability; None if it is not known which it was told."""
    first = (told["ftp"]["passive_ports"] or "").partition("-")[0]
    ports = [*_purposes(told), *([int(first)] if first.isdigit() else [])]
    if any(port < sandbox.FIRST_FREE_PORT for port in ports):
        return True
    return None if told["api_port"] is None else False


def drives(volumes: t.Iterable[str]) -> t.List[str]:
    """Return the directories of the volumes that are drives of this host: those that hold MinIO's own directory."""
    paths: t.Dict[str, None] = {}
    for volume in volumes:
        for one in expand(volume):
            path = "/" + one.split("://", 1)[1].partition("/")[2] if "://" in one else one
            paths[os.path.normpath(path)] = None
    return [path for path in paths if os.path.isdir(os.path.join(path, ".minio.sys"))]


def _private(path: str, uid: t.Optional[int], gid: t.Optional[int]) -> Facts:
    """Return the facts of a file or directory, and whether nobody but root and the service can read it."""
    return {**files.describe(path), "private": files.only_readable_by(path, [gid], [0, uid])}


def _keys(certs_dir: t.Optional[str], uid: t.Optional[int], gid: t.Optional[int]) -> t.Optional[t.List[Facts]]:
    """Return the private keys in the directory of certificates and in those of its domains."""
    if certs_dir is None:
        return None
    folders = [certs_dir]
    if os.path.isdir(certs_dir):
        folders += sorted(entry.path for entry in os.scandir(certs_dir) if entry.is_dir() and entry.name != "CAs")
    paths = [path for path in (os.path.join(folder, "private.key") for folder in folders) if os.path.exists(path)]
    return [_private(path, uid, gid) for path in paths]


def restart(
    shown: t.Optional[t.Dict[str, str]], found: t.Optional[environment.Effective], since: float
) -> t.Optional[Facts]:
    """Return which restart the unit needs and why, as minio_restart decides it; None if no unit runs the server.

    The files that the server itself reads at its start are no business of the unit: they are looked at here.
    """
    if shown is None or found is None:
        return None
    try:
        kind, reasons, _environment = plan.decide(shown)
    except (HardeningError, OSError):
        return None
    newer = [path for path, _variable, _names in found.files if files.changed_since(path, since)]
    if newer:
        kind = plan.TOGETHER
    reasons = [*reasons, *(f"{path} is newer than the running server" for path in newer)]
    return {"kind": kind, "reasons": reasons, "up_to_date": kind == plan.NONE}


def collect(context: Context) -> t.Optional[Facts]:
    """Return the evidence of the MinIO server; None if none runs here."""
    pid = process.pid_of(context, "minio")
    if pid is None:
        return None
    release.start_asking(context, pid)
    shown = unit.properties(context, pid)
    facts = process.describe(context, pid)
    uid, gid = facts["uid"], facts["gid"]
    found = environment.effective(context, pid)
    told = command.describe(context.cmdline(pid), found, _home(uid))
    low = privileged(told)
    peers = _sockets.resolve({host for _scheme, host, _port in endpoints(told["volumes"] or [])})
    own = _sockets.own(peers, (context.results.get("host") or {}).get("addresses"))
    evidence: Facts = {
        "process": facts,
        "account": process.account(context, pid),
        "unit": unit.describe(context, pid),
        "command": told,
        "peers": sorted(set().union(*peers.values())),
        "own_hosts": sorted(name for name, is_own in own.items() if is_own),
        "root_credential": root_credential.describe(found, told["config"]),
        "kms": kms.describe(context, found),
        "sandbox": sandbox.describe(context, pid, [sandbox.BIND] if low else [], [sandbox.BIND] if low is None else []),
        "listeners": listeners.describe(
            pid, _purposes(told), told["ftp"]["passive_ports"], context.beside.get("minio", [])
        ),
        "files": {
            "data": [_private(path, uid, gid) for path in drives(told["volumes"] or [])] or None,
            "tls": _keys(told["certs_dir"], uid, gid),
        },
        "restart": restart(shown, found, facts["started"]),
    }
    facts["hides_secrets"] = process.hides(context, pid, environment.secrets(found.values)) if found else None
    # last: it has run beside the rest
    evidence["release"] = release.describe(context, pid, "minio", context.params.get("release"))
    flavour = evidence["release"]["flavour"]
    evidence["settings"] = environment.settings(found, flavour)
    evidence["environment"] = environment.describe(context, pid, shown, gid, flavour)
    return evidence
