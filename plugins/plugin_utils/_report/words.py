# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The words and marks that all renderings share."""

from __future__ import annotations

SECTIONS = {
    "required": "Required steps",
    "at_rest": "Encryption at rest",
    "in_transit": "Encryption in transit",
    "beyond": "Beyond the checklist",
}
STATES = {
    "pass": ("✓", "done"),
    "fixed": ("✓", "fixed"),
    "fail": ("✗", "failed"),
    "error": ("✗", "error"),
    "unknown": ("?", "unknown"),
    "pending": ("…", "pending"),
    "waived": ("~", "waived"),
    "not_applicable": ("–", "n/a"),
}


def failing(item: dict) -> list[dict]:
    """Return the checks of an item that are open, worst first as in the item."""
    return [check for check in item["checks"] if check["state"] in ("error", "fail", "unknown", "pending")]


def reasons(check: dict) -> list[tuple[str, list[str]]]:
    """Return the reasons of the open hosts of a check, each with its hosts."""
    found: dict[str, list[str]] = {}
    for host, result in check["hosts"].items():
        if result["state"] in ("error", "fail", "unknown", "pending"):
            found.setdefault(result["reason"] or "", []).append(host)
    return list(found.items())
