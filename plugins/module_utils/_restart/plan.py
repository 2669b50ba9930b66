# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Decide which restart a node needs: what a start would load now, compared with what the running process has loaded.

The rules are those of the server: a starting node waits for others with the same MINIO_* environment, volume arguments
and binary, so that such a change needs all nodes together; other changes go one node after another; a replaced
certificate needs a signal only.
"""

from __future__ import annotations

import os
import subprocess
import typing as t

from .. import _command_line, _environment_files, _process, _systemd
from . import tls

NONE, RELOAD, ROLLING, TOGETHER, START = "none", "reload", "rolling", "together", "start"
STRENGTH = (NONE, RELOAD, ROLLING, TOGETHER, START)
# left out of the server's own comparison, and not a reason for all nodes together
OPTIONS_ONLY = {"MINIO_OPTS", "MINIO_SERVER_DEBUG", "MINIO_DSYNC_TRACE", "MINIO_CERT_PASSWD"}
Reasons = t.List[t.Tuple[str, str]]


def environment_reasons(running: t.Dict[str, str], wanted: t.Dict[str, str]) -> Reasons:
    """Name the MINIO_* variables that a start would change, with the kind of restart each needs; never a value."""
    names = {name for name in {*running, *wanted} if name.startswith("MINIO_")}
    changed = sorted(name for name in names if running.get(name) != wanted.get(name))
    return [
        (ROLLING if name in OPTIONS_ONLY else TOGETHER, f"{name} differs from the running server") for name in changed
    ]


def command_reasons(running: t.List[str], wanted: t.List[str]) -> Reasons:
    """Compare command lines: other volumes need all nodes together, other options one after another."""
    if running[1:] == wanted[1:]:
        return []
    if _command_line.volumes(running) != _command_line.volumes(wanted):
        return [(TOGETHER, "the volumes differ from the running server's")]
    return [(ROLLING, "the command line's options differ from the running server's")]


def born(path: str) -> float:
    """Return when a file was made, in seconds since the epoch; 0 where the file system does not tell."""
    finished = subprocess.run(["stat", "--format=%.6W", path], capture_output=True, text=True, check=False)
    return float(finished.stdout) if finished.returncode == 0 else 0.0


def file_reasons(directory: str, unit_files: t.Iterable[str], since: float) -> Reasons:
    """Name CA files, unit files and drop-ins that are newer than the process.

    A directory of CAs that was made after the start, as the server itself does, held nothing then: only its files count.
    """
    authorities = os.path.join(directory, "CAs")
    paths = [entry.path for entry in os.scandir(authorities)] if os.path.isdir(authorities) else []
    newer = [
        path
        for path in (authorities, *paths, *unit_files)
        if os.path.exists(path)
        and os.stat(path).st_ctime > since
        and not (path == authorities and born(authorities) > since)
    ]
    return [(ROLLING, f"{path} is newer than the running server") for path in newer]


def changed_settings(wanted: t.Mapping[str, str], since: float) -> Reasons:
    """Name the files of variables that the server itself reads and that are newer than the process.

    No reason to restart, as nobody knows what they held before; but a node that restarts alone would wait for peers that
    have what its files say now.
    """
    newer = [
        path for path in _environment_files.paths(wanted) if os.path.exists(path) and os.stat(path).st_ctime > since
    ]
    return [(TOGETHER, f"{path} is newer than the running server, which reads its settings there") for path in newer]


def is_wrapped(command: t.Sequence[str], running: t.Sequence[str]) -> bool:
    """Tell whether a unit starts the server by a program of its own, such as a script, which makes the command line."""
    if not command or command[:1] == running[:1]:
        return False
    # as late as this: most units start the server itself
    from .. import _identity

    return not _identity.is_server(command)


def compared(environment: t.Mapping[str, str]) -> t.Dict[str, str]:
    """Return the variables that all nodes must agree on."""
    return {
        name: value for name, value in environment.items() if name.startswith("MINIO_") and name not in OPTIONS_ONLY
    }


def wrapped_reasons(files: t.Iterable[str], since: float) -> Reasons:
    """Name the files of variables newer than a server that its unit starts by a script.

    What the script makes of them only a start tells.
    """
    return [(TOGETHER, f"{path} is newer than the running server") for path in files if os.stat(path).st_ctime > since]


def decide(properties: t.Dict[str, str], pending: t.Sequence[str] = ()) -> t.Tuple[str, t.List[str], t.Dict[str, str]]:
    """Return the kind of restart a unit needs, the reasons, and the MINIO_* variables that a start would have.

    *properties* are what systemd shows of the unit. *pending* are sentences on what the cluster has stored and the
    process has not loaded, as only the cluster's API tells.
    """
    wanted = _systemd.would_be_environment(properties)
    agreed = compared(_environment_files.read_over(wanted))
    pid = int(properties.get("MainPID") or 0)
    if not pid or properties["ActiveState"] not in ("active", "reloading"):
        return START, [f"{properties['Id']} is {properties['ActiveState']}"], agreed
    since = _process.started(pid)
    reasons = _running_reasons(pid, since, properties, wanted) + [(ROLLING, sentence) for sentence in pending]
    if ROLLING in dict(reasons):
        reasons += changed_settings(wanted, since)
    kind = max((kind for kind, _reason in reasons), key=STRENGTH.index, default=NONE)
    return kind, [reason for _kind, reason in reasons], agreed


def _running_reasons(pid: int, since: float, properties: t.Dict[str, str], wanted: t.Dict[str, str]) -> Reasons:
    environment, arguments = _process.environment(pid), _process.arguments(pid)
    command = _systemd.would_be_command(properties, wanted)
    unit_files = [properties.get("FragmentPath", ""), *properties.get("DropInPaths", "").split()]
    if is_wrapped(command, arguments):
        reasons = wrapped_reasons(_systemd.environment_files(properties), since)
        unit_files.append(command[0])
        command, program = arguments, _process.program(pid)
    else:
        reasons = [] if environment is None else environment_reasons(environment, wanted)
        reasons += command_reasons(arguments, command) if command else []
        program = command[0] if command else None
    if program and _process.runs_other_file(pid, program):
        reasons.append((TOGETHER, f"{program} was replaced after the start"))
    if properties.get("NeedDaemonReload") == "yes":
        reasons.append((ROLLING, "the unit was changed and systemd has not read it yet"))
    directory = _command_line.certs_dir(command or arguments, (environment or wanted).get("HOME", "/"))
    reasons += file_reasons(directory, filter(None, unit_files), since)
    return reasons + tls.reasons(directory, tls.endpoint(arguments, environment or wanted))
