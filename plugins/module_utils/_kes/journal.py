# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What a service wrote to the journal."""

from __future__ import annotations

import re
import subprocess
import typing as t

Entry = t.Tuple[float, str]
# KES's words on SIGHUP
RELOADED = "Reloading configuration after SIGHUP signal completed."
REFUSED = "Failed to reload server config"
# KES's own errors: those of calls, of a start, and of a reload
ERROR = re.compile(rf"level=ERROR|^Error:|{REFUSED}")
MESSAGE = re.compile(r'msg="((?:[^"\\]|\\.)*)"')
LONGEST = 300


def entries(source: str, since: float, pattern: str = "") -> t.Optional[t.List[Entry]]:
    """Return time, in seconds since 1970, and text of what was logged after a moment, oldest first.

    *source* is what journalctl is told, "_PID=7" or "--unit=kes". *pattern* is a regular expression:
    KES logs every request, months of which nobody wants to read for one line. None where the journal cannot be read.
    """
    command = ["journalctl", source, f"--since=@{since:.6f}", "--output=short-unix", "--no-pager", "--quiet"]
    try:
        log = subprocess.run(
            [*command, *([f"--grep={pattern}"] if pattern else [])], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return None  # no systemd
    # where nothing fits the pattern, the status is 1 as well
    if log.returncode and log.stderr:
        return None
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
