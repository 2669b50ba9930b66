# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Tell which release a program file is: from what the linker noted in it, else from what it prints."""

from __future__ import annotations

import os
import pwd
import subprocess
import typing as t

from ._evidence import build_info, release

Identity = t.Dict[str, t.Any]
TIMEOUT = 20
NOBODY = 65534


def _demote() -> None:
    try:
        entry = pwd.getpwnam("nobody")
        uid, gid = entry.pw_uid, entry.pw_gid
    except KeyError:
        uid = gid = NOBODY
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def printed(path: str, *words: str) -> str:
    """Return what a program prints when it is run with these arguments, as nobody and with nothing in its environment."""
    handle = os.open(path, os.O_RDONLY)
    try:
        finished = subprocess.run(
            ["minio", *words],
            executable=f"/proc/self/fd/{handle}",
            pass_fds=[handle],
            preexec_fn=_demote if os.geteuid() == 0 else None,
            cwd="/",
            env={"HOME": "/"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    finally:
        os.close(handle)
    return finished.stdout


def is_server(command: t.Sequence[str]) -> bool:
    """Tell whether the program of a command line is MinIO's own, not a script in its place."""
    build = build_info.read(command[0]) if command else None
    return build is not None and build.server == "minio"


def identify(path: str) -> Identity:
    """Return flavour, version and commit of a MinIO or KES program; None for each that it does not tell."""
    unknown: Identity = {"flavour": None, "version": None, "commit": None}
    if not os.path.isfile(path):
        return unknown
    build = build_info.read(path)
    module = release.of_module(build)
    if module and module["version"]:
        return module
    text = printed(path, "--version")
    modules = build.modules if build else ()
    found = [release.parse(kind, text, modules) for kind in ("minio", "kes")]
    return next((identity for identity in found if identity["version"]), unknown)


def contradicts(told: Identity, stated: t.Mapping[str, t.Any]) -> bool:
    """Tell whether a program says that it is another release than stated; one that does not say contradicts nothing."""
    return any(told[name] and stated.get(name) and told[name] != stated[name] for name in ("flavour", "version"))
