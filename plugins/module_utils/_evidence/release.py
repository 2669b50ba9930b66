# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the release that a process runs: from its own executable, never from the file on disk now."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import typing as t

from . import build_info

if t.TYPE_CHECKING:
    from .context import Context

Identity = t.Dict[str, t.Any]
MINIO_VERSION = re.compile(r"^\S+ version ((?:RELEASE|DEVELOPMENT)\.\S+) \(commit-id=(\S+)\)", re.MULTILINE)
KES_VERSION = re.compile(r"^(?:Version\s+|kes )(\S+)\s+\(?commit=([^\s)]+)", re.MULTILINE)
HEXADECIMAL = re.compile(r"[0-9a-f]{7,64}")
STAMP = re.compile(r"(?:RELEASE\.)?(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)")
LAST_UPSTREAM = {"minio": "2025-10-15T17-29-55Z", "kes": "2025-03-12T09-35-18Z"}
"""Last release of the original projects; a later one comes from somebody else."""
UPSTREAM_MODULES = ("github.com/minio/minio", "github.com/minio/kes")
FORKS = {
    "2025-12-03T12-00-00Z": "silo",
    "2026-04-17T00-00-00Z": "silo",
    "2026-06-18T00-00-00Z": "silo",
    "2026-08-04T00-00-00Z": "silo",
    "2026-04-10T21-52-59Z": "chainguard",
    "2026-07-17T12-07-51Z": "chainguard",
}
"""Releases of forks whose version line looks like the original's."""
TIMEOUT = 20
CHUNK = 1 << 20


def sha256(context: Context, pid: int) -> t.Optional[str]:
    """Return the sum of the executable that a process runs; None if it cannot be read. Costs up to a second."""
    key = ("sha256", pid)
    if key not in context.cache:
        digest = hashlib.sha256()
        buffer = memoryview(bytearray(CHUNK))
        try:
            with open(f"/proc/{pid}/exe", "rb", buffering=0) as stream:
                for size in iter(lambda: stream.readinto(buffer), 0):
                    digest.update(buffer[:size])
            context.cache[key] = digest.hexdigest()
        except OSError:
            context.cache[key] = None
    return context.cache[key]


def _demote(uid: int, gid: int) -> t.Callable[[], None]:
    def become() -> None:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)

    return become


def start_asking(context: Context, pid: int) -> None:
    """Run the process's own executable with --version, as its account and with nothing in the environment.

    It takes a third of a second, so that it runs beside the other collectors. Not for a module from the module
    registry, which the executable identifies without being run.
    """
    build = build_info.read(f"/proc/{pid}/exe")
    context.cache[("build", pid)] = build
    if build is None or build.sum:
        return
    status = context.status(pid)
    uid, gid = (int(status[name].split()[1]) for name in ("Uid", "Gid"))
    handle = os.open(f"/proc/{pid}/exe", os.O_RDONLY)
    try:
        context.cache[("asked", pid)] = subprocess.Popen(
            ["minio", "--version"],
            executable=f"/proc/self/fd/{handle}",
            pass_fds=[handle],
            preexec_fn=_demote(uid, gid) if os.geteuid() == 0 else None,
            cwd="/",
            env={"HOME": "/"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            errors="replace",
        )
    except OSError:
        context.cache[("asked", pid)] = None  # on a file system without exec, or not executable for the account
    finally:
        os.close(handle)


def _answer(context: Context, pid: int) -> str:
    asked = context.cache.pop(("asked", pid), None)
    if asked is None:
        return ""
    try:
        return asked.communicate(timeout=TIMEOUT)[0]
    except subprocess.TimeoutExpired:
        asked.kill()
        asked.communicate()
        return ""


def flavour(kind: str, version: str, text: str, modules: t.Iterable[str] = ()) -> t.Optional[str]:
    """Return whose build a version text is: "upstream", "silo", "chainguard", None for one that cannot be told."""
    if "PGSTY" in text or any(module.startswith("github.com/pgsty/") for module in modules):
        return "silo" if kind == "minio" else "pgsty"
    stamp = STAMP.fullmatch(version)
    if not stamp:
        return None
    if kind == "minio" and "GNU AGPLv3" not in text:
        return None  # the vendor's closed successor uses the same numbers
    return "upstream" if stamp.group(1) <= LAST_UPSTREAM[kind] else FORKS.get(stamp.group(1))


def parse(kind: str, text: str, modules: t.Iterable[str] = ()) -> Identity:
    """Return flavour, version and commit of what --version prints; None for each that it does not tell."""
    found = (MINIO_VERSION if kind == "minio" else KES_VERSION).search(text)
    if not found or found.group(1) == "<unknown>":
        return {"flavour": None, "version": None, "commit": None}
    version, commit = found.groups()
    return {
        "flavour": flavour(kind, version, text, modules),
        "version": version,
        "commit": commit if HEXADECIMAL.fullmatch(commit) else None,
    }


def of_module(build: t.Optional[build_info.BuildInfo]) -> t.Optional[Identity]:
    """Return the identity of a build of the original module from the module registry, which verified its sum."""
    if build is None or not build.sum or build.module not in UPSTREAM_MODULES:
        return None
    if any(module.startswith("github.com/pgsty/") for module in build.modules):
        return None
    commit = (build.version or "").rpartition("-")[2]
    return {
        "flavour": "upstream",
        "version": build.version,
        "commit": commit if HEXADECIMAL.fullmatch(commit) else None,
    }


def describe(context: Context, pid: int, kind: str, declared: t.Optional[t.Dict[str, t.Any]]) -> Identity:
    """Return flavour, version, commit, their source ("declared", "module", "executable"), the sum if asked for.

    declared: identity stated by the operator, believed only for the executable that has one of its sha256.
    """
    if ("build", pid) not in context.cache:
        start_asking(context, pid)
    build = context.cache[("build", pid)]
    checksum = sha256(context, pid) if declared else None
    printed = parse(kind, _answer(context, pid), build.modules if build else ())
    module = of_module(build)
    identity: Identity = {**(module or printed), "source": None}
    matches = checksum in [one.lower() for one in declared["sha256"]] if declared and checksum else None
    if declared and matches and declared.get("version"):
        stated = {name: declared.get(name) or identity[name] for name in ("flavour", "version", "commit")}
        identity = {**stated, "source": "declared"}
    elif identity["version"]:
        identity["source"] = "module" if module else "executable"
    return {
        **identity,
        "sha256": checksum,
        "declared": bool(declared),
        "declared_matches": matches,
        "go": build.go if build else None,
        "module": {"path": build.module, "version": build.version, "sum": build.sum} if build else None,
    }
