# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Waivers: are they for checks that exist, with a reason and a last day?"""

from __future__ import annotations

import datetime
import difflib
import typing as t

VARIABLE = "minio_checklist_waivers"
KEYS = ("reason", "until")


def problems(waivers: t.Mapping[str, t.Any], known: t.Collection[str]) -> t.Iterator[str]:
    """Yield one sentence for everything that is wrong with the waivers; known are the ids of all checks."""
    for name, waiver in waivers.items():
        if name not in known:
            close = difflib.get_close_matches(str(name), known, 1)
            perhaps = f", perhaps {close[0]} is meant" if close else ""
            yield f"{VARIABLE} names {name!r}, which is no check{perhaps}: give the id of a check such as B4.1"
        elif not isinstance(waiver, dict):
            yield f"{VARIABLE}.{name} is no dictionary: give it a reason and until, the last day"
        else:
            yield from _entry(f"{VARIABLE}.{name}", waiver)


def _entry(name: str, waiver: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    for key in waiver:
        if key not in KEYS:
            yield f"{name} has the key {key!r}: known are {' and '.join(KEYS)}"
    if not str(waiver.get("reason") or "").strip():
        yield f"{name} has no reason: say why the check may stay open"
    until = waiver.get("until")
    try:
        datetime.date.fromisoformat(str(until))
    except ValueError:
        told = "no until" if until is None else f"until {str(until)!r}"
        yield f"{name} has {told}: give the last day as a date such as 2027-03-31"
