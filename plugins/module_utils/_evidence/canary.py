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
COMPRESSED = "the server compressed it, which hides its bytes as well"
LATE = 10.0
"""Seconds in which a drive gets what the server has answered for: it answers once most of the drives have it."""


def _files(directory: str) -> t.Iterator[str]:
    for folder, _folders, names in os.walk(directory):
        for name in names:
            yield os.path.join(folder, name)


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _judge(directory: str, byte: int) -> t.Tuple[t.Optional[bool], t.Optional[str]]:
    """Return whether an object's files on one drive are encrypted, None if they do not show it, and why it is not True."""
    try:
        contents = {path: _read(path) for path in _files(directory)}
    except FileNotFoundError:
        return None, "the server is just writing it"
    meta = contents.get(os.path.join(directory, "xl.meta"), b"")
    if not meta.startswith(MAGIC):
        return None, "its xl.meta is missing or of an unknown format"
    if any(bytes([byte]) * RUN in content for content in contents.values()):
        return False, "its bytes are there in clear"
    lower = meta.lower()
    if COMPRESSION_MARK in lower:
        return None, COMPRESSED
    has_data = INLINE_MARK in lower or any(
        os.path.basename(path).startswith("part.") and len(content) >= RUN for path, content in contents.items()
    )
    if not has_data:
        return None, "its data is not on this drive"
    if ENCRYPTION_MARK not in lower:
        return False, "its xl.meta does not say that it is encrypted"
    return True, None


def _look(path: str, canaries: t.Sequence[Facts]) -> Facts:
    verdicts: t.List[t.Optional[bool]] = []
    reasons: t.List[str] = []
    for canary in canaries:
        directory = os.path.join(path, canary["bucket"], canary["object"])
        if not os.path.isdir(directory):
            continue
        verdict, reason = _judge(directory, canary["byte"])
        verdicts.append(verdict)
        if reason:
            reasons.append(f"{canary['object']}: {reason}")
    if not verdicts:
        reasons.append("no canary object lies on this drive")
    encrypted = False if False in verdicts else (None if None in verdicts or not verdicts else True)
    return {"path": path, "objects": len(verdicts), "encrypted": encrypted, "reasons": reasons}


def _drive(path: str, canaries: t.Sequence[Facts], deadline: float) -> Facts:
    """Return what a drive shows, once it shows something or nothing more is to come."""
    while True:
        found = _look(path, canaries)
        told = found["encrypted"] is not None or any(reason.endswith(COMPRESSED) for reason in found["reasons"])
        if told or time.monotonic() >= deadline:
            return found
        time.sleep(0.5)


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
    verdicts = [drive["encrypted"] for drive in found]
    encrypted = False if False in verdicts else (None if None in verdicts or not verdicts else True)
    return {"encrypted": encrypted, "drives": found}
