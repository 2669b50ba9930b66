# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What would end a server at its start: refused while the running one still serves."""

from __future__ import annotations

import os
import re
import typing as t

from .. import _command_line, _process, _systemd, _volumes
from .._errors import ServerError
from .._evidence import pairs
from . import plan, tls

if t.TYPE_CHECKING:
    from . import trial

USAGE = re.compile(r"Incorrect Usage: (.*)")


def tls_obstacle(arguments: t.Sequence[str], directory: str) -> t.Optional[str]:
    """Return why a server with these arguments and this directory of certificates would exit at once, None if it would not."""
    schemes = {scheme for scheme, _host, _port in _volumes.endpoints(_command_line.volumes(arguments))}
    has_certificate = tls.has_pair(directory)
    if "https" in schemes and not has_certificate:
        return f"its volumes are https and {directory} holds no certificate: issue one, such as by the role minio_tls"
    if "http" in schemes and has_certificate:
        return f"its volumes are http and {directory} holds a certificate: write https in minio_volumes, on every node"
    certificate, key = (os.path.join(directory, name) for name in ("public.crt", "private.key"))
    if has_certificate and pairs.describe(certificate, key, None, None)["matches"] is False:
        return f"{key} is not the key of {certificate}: put the right one there, such as by the role minio_tls"
    return None


def usage_obstacle(command: t.Sequence[str]) -> t.Optional[str]:
    """Return why MinIO's program would not take its command line, None if it would.

    Asked for help, it reads all of the line and starts nothing.
    """
    from .. import _identity

    found = USAGE.search(_identity.printed(command[0], *command[1:], "--help"))
    return (
        f"{command[0]} does not take its command line ({found.group(1)}): correct minio_server_options"
        if found
        else None
    )


def trial_obstacle(start: "trial.Trial", wanted: t.Mapping[str, str], running: t.Mapping[str, str]) -> t.Optional[str]:
    """Return why a start with the *wanted* variables would end, as its trial does; None if it gets through.

    *running* are the variables of the server that serves.
    """
    ended = start.ended(wanted)
    # where the settings that serve end a start as well, it is not by the new ones, unless what it needs has gone since
    if ended is None or ("KMS" not in ended and start.ended(running)):
        return None
    return f"a server with its new settings ends at its start ({ended}): correct them"


def refuse_fatal_start(unit: str, properties: t.Dict[str, str], kind: str) -> None:
    """Raise ServerError where a restart of this kind would fail: by its certificate, its options or what is set.

    *properties* are what systemd shows of the unit. A start is tried only where all nodes restart together: where one
    restarts after another, the rest serves.
    """
    wanted = _systemd.would_be_environment(properties)
    running = _process.environment(int(properties.get("MainPID") or 0)) or {}
    command = _systemd.would_be_command(properties, wanted)
    directory = _command_line.certs_dir(command, {**running, **wanted}.get("HOME", "/"))
    obstacle = tls_obstacle(command, directory)
    if not obstacle and kind not in (plan.NONE, plan.RELOAD):
        # as late as this: asking takes a third of a second, and most nodes need no restart
        from .. import _identity
        from . import trial

        # a script in the program's place might start a server, whatever it is asked
        if _identity.is_server(command):
            obstacle = usage_obstacle(command)
            if not obstacle and running and kind == plan.TOGETHER:
                obstacle = trial_obstacle(trial.Trial(properties, command, directory), wanted, running)
    if obstacle:
        raise ServerError(f"{unit} was not restarted and goes on as before: {obstacle}")
