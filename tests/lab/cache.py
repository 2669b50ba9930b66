# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where downloads, built binaries and images are kept between runs: one folder outside the tree."""

from __future__ import annotations

import os
import pathlib


def folder(*parts: str) -> pathlib.Path:
    """Return a folder below the cache, made if missing; the variable HARDENING_MINIO_CACHE moves the cache."""
    base = os.environ.get("HARDENING_MINIO_CACHE") or pathlib.Path.home() / ".cache" / "hardening.minio"
    path = pathlib.Path(base).joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path
