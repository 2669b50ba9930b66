# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where downloads, built binaries and images are kept between runs: one folder outside the tree.

Labs that are made at the same time share it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
import typing as t


def folder(*parts: str) -> pathlib.Path:
    """Return a folder below the cache, made if missing; the variable HARDENING_MINIO_CACHE moves the cache."""
    base = os.environ.get("HARDENING_MINIO_CACHE") or pathlib.Path.home() / ".cache" / "hardening.minio"
    path = pathlib.Path(base).joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextlib.contextmanager
def alone(lock: pathlib.Path) -> t.Iterator[None]:
    """Wait until no other process holds this lock, and hold it: what is made once is made by one."""
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
