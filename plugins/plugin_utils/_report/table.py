# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The report as lines for a terminal: the items, then what is open and what to do about it, then the verdict."""

from __future__ import annotations

import textwrap
import typing as t

from .findings import Finding, findings
from .hosts import fold
from .remedies import meaning
from .words import HOW, SECTIONS, STATES, counted

COLOURS = {"pass": "green", "fixed": "bright green", "fail": "red", "error": "red", "unknown": "yellow", "pending": "yellow",
           "waived": "blue", "not_applicable": "dark gray"}  # fmt: skip
NARROWEST, WIDEST = 60, 120
# longer texts are whole in the files
LONGEST_REASON = 300
MOST_HOSTS = 12
Line = t.Tuple[str, t.Optional[str]]


def lines(report: dict, width: int = 100) -> list[Line]:
    """Return the lines of the table, each with the name of its colour or None; width is in columns."""
    width = min(max(width, NARROWEST), WIDEST)
    hosts = {host for item in report["items"] for check in item["checks"] for host in check["hosts"]} - {"cluster"}
    title = short(f"MINIO SECURITY CHECKLIST on {names(hosts)}" if hosts else "MINIO SECURITY CHECKLIST", width)
    return [
        ("", None),
        (title, None),
        *_items(report, width),
        *_open(report, width),
        ("", None),
        *_summary(report, width),
    ]


def wrapped(text: str, width: int, indent: int, hang: int = 0) -> list[str]:
    """Return a text in lines that begin at a column, the second and later ones further to the right by some columns."""
    return textwrap.wrap(
        text, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + hang), break_on_hyphens=False
    )


def short(text: str, width: int) -> str:
    """Return a text that has at most some characters."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def names(hosts: t.Iterable[str]) -> str:
    """Return hosts in few words; of many only the first ones are named."""
    words = fold(hosts)
    more = len(words) - MOST_HOSTS
    return ", ".join(words) if more <= 0 else f"{', '.join(words[:MOST_HOSTS])} and {more} more"


def _items(report: dict, width: int) -> t.Iterator[Line]:
    section = None
    for item in report["items"]:
        if item["section"] != section:
            section = item["section"]
            yield "", None
            yield SECTIONS[section].upper(), None
        yield _item(item, width), COLOURS[item["state"]]


def _item(item: dict, width: int) -> str:
    mark, word = STATES[item["state"]]
    counting = [check for check in item["checks"] if check["state"] != "not_applicable"]
    good = sum(check["state"] in ("pass", "fixed", "waived") for check in counting)
    count = f"{good}/{len(counting)}" if counting else ""
    room = width - 24
    return f" {mark} {item['id']:<4} {short(item['title'], room):<{room}} {word:<8}{count:>6}"


def _open(report: dict, width: int) -> t.Iterator[Line]:
    found = findings(report)
    if found:
        yield "", None
        yield "TO DO", None
    for finding in found:
        yield from _finding(finding, width)
    if any(len(finding.checks) == 1 for finding in found):
        yield from ((line, "cyan") for line in wrapped(f"→ {HOW}", width, 1, 2))


def _finding(finding: Finding, width: int) -> t.Iterator[Line]:
    state = finding.observations[0].state
    mark, word = STATES[state]
    check = finding.checks[0]
    if len(finding.checks) == 1:
        head = (
            f"{check['id']:<5} {check['title']} ({check['severity']}{'' if check['blocking'] else ', does not count'})"
        )
    else:
        head = f"{word} in {len(finding.checks)} checks: {' '.join(one['id'] for one in finding.checks)}"
    head_lines = wrapped(head, width, 3, 6 if len(finding.checks) == 1 else 0)
    yield f" {mark} {head_lines[0][3:]}", COLOURS[state] if finding.blocking else None
    yield from ((line, None) for line in head_lines[1:])
    for one in finding.observations:
        where = ": ".join(filter(None, (names(one.hosts), one.reason or STATES[one.state][1])))
        yield from ((line, None) for line in wrapped(short(where, LONGEST_REASON), width, 9))
    if len(finding.checks) == 1:
        told = meaning(check["remedy"])
        yield from (
            (line, "cyan") for line in wrapped(f"→ {check['remedy']}{': ' + told if told else ''}", width, 9, 2)
        )


def _summary(report: dict, width: int) -> t.Iterator[Line]:
    blocking = [check["id"] for item in report["items"] for check in item["checks"] if check["blocking"]]
    if report["verdict"] == "pass":
        first, colour = " PASS  every check that counts is proven", "green"
    else:
        number = "1 check that counts is" if len(blocking) == 1 else f"{len(blocking)} checks that count are"
        first, colour = f" FAIL  {number} open: {short(' '.join(blocking), 3 * width)}", "red"
    head = wrapped(first.lstrip(), width, 1, 6)
    score = ", ".join(f"{count} {STATES[state][1]}" for state, count in counted(report["score"]))
    yield from ((line, colour) for line in head)
    yield f"       {sum(report['score'].values())} checks: {score}", None
