# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""How far the clock of a host is from the controller's."""

from __future__ import annotations


def derive(document: dict, declared: dict) -> dict:
    """Return the offset in seconds; it includes the time that the question took to arrive. None without both clocks."""
    clock = (document.get("host") or {}).get("clock") or {}
    asked, told = clock.get("controller_time"), clock.get("time")
    return {"offset": None if asked is None or told is None else round(abs(told - asked), 3)}
