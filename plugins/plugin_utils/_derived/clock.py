# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""How far the clock of a host is from the controller's."""

from __future__ import annotations


def derive(document: dict, declared: dict) -> dict:
    """Return the offset in seconds that is sure, None without both clocks.

    A host answers between the question and the controller's note of the answer: what lies between the two may be delay.
    """
    clock = (document.get("host") or {}).get("clock") or {}
    asked, told = clock.get("controller_time"), clock.get("time")
    if asked is None or told is None:
        return {"offset": None}
    answered = document.get("answered") or asked
    return {"offset": round(max(asked - told, told - answered, 0.0), 3)}
