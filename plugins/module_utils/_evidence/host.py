# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the host itself: names, addresses, clock."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import subprocess
import time
import typing as t

from .. import _sockets

if t.TYPE_CHECKING:
    from .context import Context

TIME_SERVICES = {"chronyd", "ntpd", "ntpsec", "openntpd", "systemd-timesyn", "ptp4l"}
"""Names of the processes, cut to 15 letters as the kernel does."""
LARGEST_ERROR = 16_000_000
"""Microseconds of estimated error above which the kernel's clock counts as not synchronised, as timedatectl has it."""
ERROR_STATE = 5
"""TIME_ERROR, what adjtimex(2) answers for a clock that nobody sets."""


def synchronised() -> t.Optional[bool]:
    """Tell whether the kernel's clock is being set by a time service; None if the kernel does not say."""
    buffer = ctypes.create_string_buffer(256)  # struct timex with modes=0: read only
    state = ctypes.CDLL(None, use_errno=True).adjtimex(buffer)
    if state < 0:
        return None
    largest_error = struct.unpack_from("@Illl", buffer.raw)[3]
    return state != ERROR_STATE and largest_error < LARGEST_ERROR


def in_container() -> bool:
    """Tell whether this system is a container, which has the clock of the machine under it."""
    if any(os.path.exists(path) for path in ("/run/.containerenv", "/.dockerenv", "/run/systemd/container")):
        return True
    try:
        with open("/proc/1/environ", "rb") as stream:
            return any(entry.startswith(b"container=") for entry in stream.read().split(b"\0"))
    except OSError:
        return False


def time_service() -> t.Optional[str]:
    """Return the name of the time service that runs, None if none does."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/comm", encoding="utf-8", errors="replace") as stream:
                command = stream.read().strip()
        except OSError:
            continue  # ended since it was listed
        if command in TIME_SERVICES:
            return command
    return None


def addresses() -> t.Optional[t.List[str]]:
    """Return the global addresses of this host, None if they cannot be told."""
    try:
        return _sockets.addresses()
    except (OSError, subprocess.SubprocessError):
        return None


def collect(context: Context) -> t.Optional[t.Dict[str, t.Any]]:
    """Return the evidence of the host; times in seconds since the epoch."""
    container = in_container()
    return {
        "name": socket.gethostname(),
        "addresses": addresses(),
        "controller_address": _sockets.controller(),
        "container": container,
        "clock": {
            "synchronized": None if container else synchronised(),
            "service": time_service(),
            "time": round(time.time(), 3),
            "controller_time": context.params.get("controller_time"),
        },
    }
