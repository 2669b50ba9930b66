# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The words and marks that all renderings share, and the order in which states and severities are told."""

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
OPEN = ("error", "fail", "unknown", "pending")
NOT_ASKED = "not asked for"
HOW = "names the variable that decides it: set it as it should be, and run hardening.minio.secure_minio"
# what needs somebody comes first
URGENCY = (*OPEN, "waived", "fixed", "pass", "not_applicable")
SEVERITIES = ("required", "high", "medium", "advice")


def counted(score: dict[str, int]) -> list[tuple[str, int]]:
    """Return the states that occur with their numbers, the most urgent first."""
    return [(state, score[state]) for state in URGENCY if score[state]]
