# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The report as a table for a terminal."""

from __future__ import annotations

import textwrap
import typing as t

from .words import SECTIONS, STATES, failing, reasons

COLOURS = {"pass": "green", "fixed": "bright green", "fail": "red", "error": "red", "unknown": "yellow", "pending": "yellow",
           "waived": "blue", "not_applicable": "dark gray"}  # fmt: skip
Line = t.Tuple[str, t.Optional[str]]


def lines(report: dict, width: int = 100) -> list[Line]:
    """Return the lines of the table, each with the name of its colour or None."""
    found: list[Line] = []
    section = None
    for item in report["items"]:
        if item["section"] != section:
            section = item["section"]
            found.append(("", None))
            found.append((SECTIONS[section].upper(), None))
        found += _item(item, width)
    return [*found, ("", None), *_summary(report)]


def _item(item: dict, width: int) -> list[Line]:
    mark, word = STATES[item["state"]]
    title = textwrap.shorten(item["title"], width - 32, placeholder="…")
    counted = [check for check in item["checks"] if check["state"] != "not_applicable"]
    good = sum(check["state"] in ("pass", "fixed", "waived") for check in counted)
    count = f"{good}/{len(counted)}" if counted else ""
    found: list[Line] = [(f" {mark} {item['id']:<4}{title:<{width - 32}} {word:<9}{count:>6}", COLOURS[item["state"]])]
    for check in failing(item):
        found += _check(check, width)
    return found


def _check(check: dict, width: int) -> list[Line]:
    found: list[Line] = []
    for reason, hosts in reasons(check):
        text = f"{check['id']} {check['title']} ({check['severity']}) on {', '.join(hosts)}" + (
            f": {reason}" if reason else ""
        )
        found += [
            (line, None) for line in textwrap.wrap(text, width, initial_indent=" " * 8, subsequent_indent=" " * 13)
        ]
    found.append((f"{'':13}→ {check['remedy']}", None))
    return found


def _summary(report: dict) -> list[Line]:
    score = report["score"]
    counted = ", ".join(f"{count} {STATES[state][1]}" for state, count in score.items() if count)
    verdict = "PASS" if report["verdict"] == "pass" else "FAIL"
    return [(f" {verdict}: {counted}", "green" if verdict == "PASS" else "red")]
