# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Files that hold a report."""

from __future__ import annotations

import os
import tempfile

from . import FORMATS

MODE = 0o640


def format_of(path: str) -> str | None:
    """Return the format that the ending of a path names, None for one that is not known."""
    ending = os.path.splitext(path)[1][1:]
    return ending if ending in FORMATS else None


def write(path: str, text: str) -> None:
    """Replace a file as a whole, or leave it as it was; raises OSError where it cannot be written."""
    target = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".checklist-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            os.fchmod(file.fileno(), MODE)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
