# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Names of hosts in few words."""

from __future__ import annotations

import functools
import re
import typing as t

NUMBERED = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)
# fewer are shorter in full
SHORTEST_RUN = 3


def natural(name: str) -> list[tuple[int, str]]:
    """Return what to sort names by, so that node10 comes after node9."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"([0-9]+)", name)]


def fold(names: t.Iterable[str]) -> list[str]:
    """Return names in order, runs of consecutive numbers in MinIO's own notation: node{1...4}.example.net."""
    return list(_fold(tuple(names)))


# nearly every check has the same hosts
@functools.lru_cache(maxsize=256)
def _fold(names: tuple[str, ...]) -> tuple[str, ...]:
    runs: list[list[str]] = []
    for name in sorted(names, key=natural):
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return tuple(word for run in runs for word in ([_folded(run)] if len(run) >= SHORTEST_RUN else run))


def _follows(one: str, other: str) -> bool:
    """Tell whether a name is another one's with the next number, written in the same way."""
    first, second = NUMBERED.fullmatch(one), NUMBERED.fullmatch(other)
    if first is None or second is None or first[1] != second[1] or first[3] != second[3]:
        return False
    padded = first[2].startswith("0") or second[2].startswith("0")
    return int(second[2]) == int(first[2]) + 1 and (not padded or len(first[2]) == len(second[2]))


def _folded(run: list[str]) -> str:
    first, last = NUMBERED.fullmatch(run[0]), NUMBERED.fullmatch(run[-1])
    return f"{first[1]}{{{first[2]}...{last[2]}}}{first[3]}" if first and last else ", ".join(run)
