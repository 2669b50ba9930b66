# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What a service wrote to the journal."""

from __future__ import annotations

import re
import subprocess
import typing as t

Entry = t.Tuple[float, str]
# KES's own errors: those of calls, of a start, and of a reload
ERROR = re.compile(r"level=ERROR|^Error:|Failed to reload server config")
MESSAGE = re.compile(r'msg="((?:[^"\\]|\\.)*)"')
LONGEST = 300


def entries(unit: str, since: float) -> t.List[Entry]:
    """Return time, in seconds since 1970, and text of what a unit logged after a moment, oldest first."""
    log = subprocess.run(
        ["journalctl", f"--unit={unit}", f"--since=@{since:.6f}", "--output=short-unix", "--no-pager", "--quiet"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = []
    for line in log.stdout.splitlines():
        moment, _space, rest = line.partition(" ")
        if moment[:1].isdigit():
            found.append((float(moment), rest.partition(": ")[2]))
    return found


def of_errors(found: t.Iterable[Entry]) -> t.List[str]:
    """Return the texts that may be about an error: not what KES tells of clients that it does not understand."""
    return [text for _moment, text in found if "level=" not in text or "level=ERROR" in text]


def newest_error(texts: t.Sequence[str]) -> t.Optional[str]:
    """Return the words of the newest error of KES, cut to one line of a readable length; None where there is none."""
    for text in reversed(texts):
        if ERROR.search(text):
            message = MESSAGE.search(text)
            words = message.group(1) if message else text
            return words.partition("\\n")[0][:LONGEST]
    return None
