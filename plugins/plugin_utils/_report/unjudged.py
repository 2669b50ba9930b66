# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What to say of a run that ended before the checklist was judged: a few lines, and where it ended."""

from __future__ import annotations

import re

from .progress import Progress
from .table import NARROWEST, WIDEST, Line, names, short, wrapped

NOT_EVALUATED = "not evaluated: the run ended before"
LONGEST_MESSAGE = 600
# what ansible-core 2.19 and later put before the message of a task
PREFIXES = re.compile(r"^((Task|Module|Action) failed: )+")


def message(result: dict) -> str:
    """Return what a task said that failed; of a loop, what the first item said that failed."""
    items = [item for item in result.get("results") or () if isinstance(item, dict)]
    told = next((item for item in items if item.get("failed") or item.get("unreachable")), result)
    text = " ".join(str(told.get("msg") or "").split())
    return short(PREFIXES.sub("", text, count=1), LONGEST_MESSAGE)


def reason(ended: dict[str, tuple[str, str]]) -> str:
    """Return why nothing was judged; ended has, by host, how the run ended there and what the task said."""
    if not ended:
        return "This run had no task that judges the checklist."
    alike: dict[tuple[str, str], list[str]] = {}
    for host, how in ended.items():
        alike.setdefault(how, []).append(host)
    told = [f"{names(hosts)} {how}{': ' + said if said else ''}" for (how, said), hosts in alike.items()]
    return f"The run ended before the checklist was judged: {'; '.join(told)}"


def lines(report: dict, progress: Progress, width: int = 100) -> list[Line]:
    """Return the lines of a report in which nothing is judged, with what was applied until then."""
    width = min(max(width, NARROWEST), WIDEST)
    told = {
        "✓ applied": ([item for item in progress.applied if item not in progress.failed], "green"),
        "✗ failed": (progress.failed, "red"),
        "? not evaluated": (
            [
                item["id"]
                for item in report["items"]
                if item["checks"] and item["id"] not in (*progress.applied, *progress.failed)
            ],
            "yellow",
        ),
    }
    found: list[Line] = [("", None), ("MINIO SECURITY CHECKLIST", None)]
    for words, (items, colour) in told.items():
        if items:
            rows = wrapped(f"{words:<17}{' '.join(items)}", width, 1, 17)
            found += [(row, colour) for row in rows]
    return [*found, ("", None), *((row, "red") for row in wrapped(report["reason"], width, 1))]
