# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What was seen on a host, in words."""

from __future__ import annotations

import typing as t

WORDS = {True: "yes", False: "no", None: "not known"}


def is_plain(value: t.Any) -> bool:
    """Tell whether a value is neither a mapping nor a list."""
    return not isinstance(value, (dict, list))


def word(value: t.Any) -> str:
    """Return a plain value in words."""
    return WORDS[value] if value is None or isinstance(value, bool) else str(value)


def name(key: str) -> str:
    """Return the name of a fact in words."""
    return str(key).replace("_", " ")


def text(value: t.Any) -> str:
    """Return any value in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name(key)}: {_inner(inner)}" for key, inner in value.items()) or "nothing"
    if isinstance(value, list):
        return ", ".join(map(_inner, value)) or "none"
    return word(value)


def _inner(value: t.Any) -> str:
    return f"({text(value)})" if isinstance(value, dict) and value else text(value)
