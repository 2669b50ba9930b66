# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the canary objects on the drives: whether their bytes are there in clear.

An object of one repeated byte is recognised on every drive that has a share of it, parity included, because the code
maps equal shares to equal shares. Of any other content most drives show nothing even in clear.
"""

from __future__ import annotations

import os
import time
import typing as t

from . import drives

if t.TYPE_CHECKING:
    from .context import Context

Facts = t.Dict[str, t.Any]

RUN = 64
"""Bytes in a row that cannot be equal by chance."""
MAGIC = b"XL2 "
ENCRYPTION_MARK = b"server-side-encryption-"
COMPRESSION_MARK = b"x-minio-internal-compression"
INLINE_MARK = b"x-minio-internal-inline-data"
LATE = 10.0
"""Seconds in which a drive gets what the server has answered for: it answers once most of the drives have it."""


class Verdict(t.NamedTuple):
    """What an object's files on one drive show."""

    encrypted: t.Optional[bool]
    """None if they do not show it."""
    reason: t.Optional[str] = None
    """Why it is not True."""
    final: bool = True
    """Whether waiting for the server changes nothing."""


def _files(directory: str) -> t.Iterator[str]:
    for folder, _folders, names in os.walk(directory):
        for name in names:
            yield os.path.join(folder, name)


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _judge(directory: str, byte: int) -> Verdict:
    try:
        contents = {path: _read(path) for path in _files(directory)}
    except FileNotFoundError:
        return Verdict(None, "the server is just writing it", final=False)
    meta = contents.get(os.path.join(directory, "xl.meta"), b"")
    if not meta.startswith(MAGIC):
        return Verdict(None, "its xl.meta is missing or of an unknown format", final=False)
    if any(bytes([byte]) * RUN in content for content in contents.values()):
        return Verdict(False, "its bytes are there in clear")
    lower = meta.lower()
    if COMPRESSION_MARK in lower:
        return Verdict(None, "the server compressed it, which hides its bytes as well")
    has_data = INLINE_MARK in lower or any(
        os.path.basename(path).startswith("part.") and len(content) >= RUN for path, content in contents.items()
    )
    if not has_data:
        return Verdict(None, "its data is not on this drive", final=False)
    if ENCRYPTION_MARK not in lower:
        return Verdict(False, "its xl.meta does not say that it is encrypted")
    return Verdict(True)


def _all(verdicts: t.Sequence[t.Optional[bool]]) -> t.Optional[bool]:
    """Return False if one is, True if all are, else None."""
    return False if False in verdicts else (None if None in verdicts or not verdicts else True)


def _look(path: str, canaries: t.Sequence[Facts]) -> t.Dict[str, Verdict]:
    """Return, by object, what the drive shows of those that lie on it."""
    found = {}
    for canary in canaries:
        directory = os.path.join(path, canary["bucket"], canary["object"])
        if os.path.isdir(directory):
            found[canary["object"]] = _judge(directory, canary["byte"])
    return found


def _is_told(verdicts: t.Collection[Verdict]) -> bool:
    """Tell whether waiting for the server would change nothing."""
    clear = any(verdict.encrypted is False for verdict in verdicts)
    return clear or (bool(verdicts) and all(verdict.final for verdict in verdicts))


def _drive(path: str, canaries: t.Sequence[Facts], deadline: float) -> Facts:
    """Return what a drive shows, once it shows something or nothing more is to come."""
    found = _look(path, canaries)
    while not _is_told(found.values()) and time.monotonic() < deadline:
        time.sleep(0.5)
        found = _look(path, canaries)
    reasons = [f"{name}: {verdict.reason}" for name, verdict in found.items() if verdict.reason]
    return {
        "path": path,
        "objects": len(found),
        "encrypted": _all([verdict.encrypted for verdict in found.values()]),
        "reasons": reasons if found else ["no canary object lies on this drive"],
    }


def collect(context: Context) -> t.Optional[Facts]:
    """Return what every drive of this host shows of the canaries; None if none were named or no MinIO runs here.

    encrypted is False if any drive shows clear text, True if every drive shows an encrypted object, else None.
    """
    canaries = context.params.get("canaries") or []
    paths = drives.of(context)
    if not canaries or paths is None:
        return None
    deadline = time.monotonic() + LATE
    found = [_drive(path, canaries, deadline) for path in paths]
    return {"encrypted": _all([drive["encrypted"] for drive in found]), "drives": found}
