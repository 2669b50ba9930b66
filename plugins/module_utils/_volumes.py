# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The volumes that MinIO is started with: what their ellipses stand for, and which nodes they name."""

from __future__ import annotations

import re
import typing as t

RANGE = re.compile(r"\{(\d+)\.\.\.(\d+)\}")
Endpoint = t.Tuple[str, str, int]


def expand(pattern: str) -> t.List[str]:
    """Return the names that MinIO's ellipses stand for: https://m{1...3}:9000/d is three."""
    found = RANGE.search(pattern)
    if not found:
        return [pattern]
    first, last = found.groups()
    names = [
        str(number).zfill(len(first)) if first[0] == "0" else str(number) for number in range(int(first), int(last) + 1)
    ]
    return [one for name in names for one in expand(pattern[: found.start()] + name + pattern[found.end() :])]


def endpoints(volumes: t.Iterable[str]) -> t.List[Endpoint]:
    """Return (scheme, host, port) of every node named by the volume arguments, each once."""
    found: t.Dict[Endpoint, None] = {}
    for volume in volumes:
        for url in expand(volume):
            match = re.match(r"(https?)://(\[[^\]]+\]|[^:/]+)(?::(\d+))?/", url + "/")
            if match:
                found[(match.group(1), match.group(2).strip("[]"), int(match.group(3) or 9000))] = None
    return list(found)
