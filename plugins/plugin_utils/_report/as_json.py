# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The report as JSON: its public contract, described by plugins/checklist.schema.json."""

from __future__ import annotations

import json
import typing as t

# without indentation json is some ten times faster: the nesting is written here, down to one line for each host
ENCODER = json.JSONEncoder(ensure_ascii=False)


def render(report: dict) -> str:
    """Return the report as JSON that can be read, compared and searched line by line."""
    return f"{_object(report, 1, ('items', 'checks', 'hosts'))}\n"


def _object(value: dict, depth: int, nested: tuple[str, ...]) -> str:
    """Return a mapping with a line for each key; the key that nested begins with holds what has lines of its own."""
    lines = (
        f"{ENCODER.encode(key)}: {_nested(inner, depth + 1, nested[1:]) if nested and key == nested[0] else ENCODER.encode(inner)}"
        for key, inner in value.items()
    )
    return _lines(lines, depth, "{}")


def _nested(value: t.Any, depth: int, nested: tuple[str, ...]) -> str:
    if isinstance(value, dict):
        return _object(value, depth, nested)
    return _lines((_object(inner, depth + 1, nested) for inner in value), depth, "[]")


def _lines(lines: t.Iterable[str], depth: int, brackets: str) -> str:
    indented = ",".join(f"\n{' ' * depth}{line}" for line in lines)
    return f"{brackets[0]}{indented}\n{' ' * (depth - 1)}{brackets[1]}" if indented else brackets
