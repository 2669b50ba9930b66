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

USAGE = re.compile(r"Incorrect Usage: (.*)")


def tls_obstacle(arguments: t.Sequence[str], directory: str) -> t.Optional[str]:
    """Return why a server with these arguments and this directory of certificates would exit at once, None if it would not."""
    schemes = {scheme for scheme, _host, _port in _volumes.endpoints(_command_line.volumes(arguments))}
    has_certificate = os.path.exists(os.path.join(directory, "public.crt"))
    if "https" in schemes and not has_certificate:
        return f"its volumes are https and {directory} holds no certificate: issue one, such as by the role minio_tls"
    if "http" in schemes and has_certificate:
        return f"its volumes are http and {directory} holds a certificate: write https in minio_volumes, on every node"
    return None


def usage_obstacle(command: t.Sequence[str]) -> t.Optional[str]:
    """Return why a program would not take its command line, None if it would or cannot be asked.

    Asked for help, it reads all of the line and starts nothing. A script in its place might start a server all the same.
    """
    # as late as this: asking takes a third of a second, and most nodes need no restart
    from .. import _identity
    from .._evidence import build_info

    build = build_info.read(command[0]) if command else None
    if build is None or build.server != "minio":
        return None
    found = USAGE.search(_identity.printed(command[0], *command[1:], "--help"))
    return (
        f"{command[0]} does not take its command line ({found.group(1)}): correct minio_server_options"
        if found
        else None
    )


def refuse_fatal_start(unit: str, properties: t.Dict[str, str], usage: bool) -> None:
    """Raise ServerError where a start of the unit would fail by its certificate or, where *usage* is asked for, its options.

    *properties* are what systemd shows of the unit.
    """
    wanted = _systemd.would_be_environment(properties)
    running = _process.environment(int(properties.get("MainPID") or 0)) or {}
    command = _systemd.would_be_command(properties, wanted)
    obstacle = tls_obstacle(command, _command_line.certs_dir(command, {**running, **wanted}.get("HOME", "/")))
    if usage and not obstacle:
        obstacle = usage_obstacle(command)
    if obstacle:
        raise ServerError(f"{unit} was not restarted and goes on as before: {obstacle}")
