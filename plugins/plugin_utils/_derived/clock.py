# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""How far the clock of a host is from the controller's."""

from __future__ import annotations


def derive(document: dict, declared: dict) -> dict:
    """Return the offset in seconds; it includes the time that the evidence took to arrive. None without a clock."""
    received, told = document.get("received"), ((document.get("host") or {}).get("clock") or {}).get("time")
    return {"offset": None if received is None or told is None else abs(received - told)}
