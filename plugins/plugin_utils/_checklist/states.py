# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The states of checks and items, and which of several counts."""

from __future__ import annotations

import typing as t

# worst first; what is not applicable says nothing and is left out
ORDER = ("error", "fail", "unknown", "pending", "waived", "pass")
ALL = ("pass", "fixed", "fail", "error", "unknown", "pending", "waived", "not_applicable")
OPEN = frozenset({"error", "fail", "unknown", "pending"})
SEVERITIES = ("required", "high", "medium", "advice")


def worst(states: t.Iterable[str]) -> str:
    """Return the state of an item or of a check over its hosts; "fixed" if all pass and one was repaired."""
    found = [state for state in states if state != "not_applicable"]
    if not found:
        return "not_applicable"
    state = min(("pass" if one == "fixed" else one for one in found), key=ORDER.index)
    return "fixed" if state == "pass" and "fixed" in found else state
