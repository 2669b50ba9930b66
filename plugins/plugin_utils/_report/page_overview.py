# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The upper part of the page: how it stands, what to do first, and which hosts need somebody."""

from __future__ import annotations

import collections

from .findings import Finding, findings
from .markup import hosts, reason, severity, state, text
from .remedies import meaning
from .words import HOW, OPEN, SECTIONS, SEVERITIES, STATES, counted


def _checks(report: dict) -> list[dict]:
    return [check for item in report["items"] for check in item["checks"]]


def verdict(report: dict) -> str:
    """Return the verdict, what it rests on, and the score as a bar."""
    blocking = sum(check["blocking"] for check in _checks(report))
    counts = " and ".join(report["fail_on"]) or "no"
    if report["reason"]:
        words, why = "Not judged", report["reason"]
    elif report["verdict"] == "pass":
        words, why = "The checklist is met", f"All checks that count ({counts}) are proven or waived."
    else:
        open_ones = "1 check that counts" if blocking == 1 else f"{blocking} checks that count"
        words, why = "The checklist is not met", f"{open_ones} ({counts}) {'is' if blocking == 1 else 'are'} open."
    score = counted(report["score"])
    parts = "".join(f'<i class="{name}" style="flex-grow:{number}"></i>' for name, number in score)
    legend = "".join(
        f'<li class="{name}"><b>{number}</b> <span aria-hidden="true">{STATES[name][0]}</span> {STATES[name][1]}</li>'
        for name, number in score
    )
    return (
        f'<section class="verdict {report["verdict"]}"><h2>{words}</h2><p>{text(why)}</p>'
        f'<div class="bar" aria-hidden="true">{parts}</div>'
        f'<ul class="legend" aria-label="Checks by state">{legend}</ul></section>'
    )


def severities(report: dict) -> str:
    """Return the number of checks by severity."""
    rows = []
    for name in SEVERITIES:
        found = collections.Counter(check["state"] for check in _checks(report) if check["severity"] == name)
        numbers = (
            found["pass"] + found["fixed"],
            sum(found[one] for one in OPEN),
            found["waived"],
            found["not_applicable"],
        )
        cells = "".join(f"<td>{number or '–'}</td>" for number in numbers)
        counts = "yes" if name in report["fail_on"] else "no"
        rows.append(f'<tr><th scope="row">{severity(name)}</th><td>{counts}</td>{cells}</tr>')
    head = "".join(f'<th scope="col">{word}</th>' for word in ("severity", "counts", "done", "open", "waived", "n/a"))
    return (
        '<section class="severities"><h2 id="severities">By severity</h2><table class="numbers">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></section>"
    )


def map_of_items(report: dict) -> str:
    """Return the way to every section and item, each with its state."""
    rows = []
    for name, words in SECTIONS.items():
        chips = "".join(
            f'<a class="chip {item["state"]}" href="#{item["id"]}" title="{text(item["title"])}: {STATES[item["state"]][1]}">'
            f'<span aria-hidden="true">{STATES[item["state"]][0]}</span> {item["id"]}</a>'
            for item in report["items"]
            if item["section"] == name
        )
        rows.append(f'<li><a href="#{name}">{words}</a><span class="chips">{chips}</span></li>')
    return f'<nav aria-label="Items"><ul class="map">{"".join(rows)}</ul></nav>'


def to_do(report: dict) -> str:
    """Return what is open, the most urgent first, each with what to do about it."""
    found = [] if report["reason"] else findings(report)
    if not found:
        return ""
    how = f'<p class="remedy">{HOW}.</p>' if any(len(one.checks) == 1 for one in found) else ""
    return f'<section><h2 id="to-do">To do</h2><ol class="todo">{"".join(map(_finding, found))}</ol>{how}</section>'


def _finding(finding: Finding) -> str:
    links = [f'<a class="id" href="#{check["id"]}">{check["id"]}</a>' for check in finding.checks]
    check = finding.checks[0]
    worst = finding.observations[0].state
    if len(links) == 1:
        head = f"{links[0]} <b>{text(check['title'])}</b> {severity(check['severity'])}"
        told = meaning(check["remedy"])
        remedy = f'<p class="remedy"><code>{text(check["remedy"])}</code>{": " + text(told) if told else ""}</p>'
    else:
        head, remedy = f"<b>{len(links)} checks</b> {' '.join(links)}", ""
    note = "" if finding.blocking else ' <span class="note">does not count</span>'
    seen = "".join(reason(one.hosts, one.reason) for one in finding.observations)
    return f'<li class="{worst}"><p>{state(worst)} {head}{note}</p>{seen}{remedy}</li>'


def table_of_hosts(report: dict) -> str:
    """Return the hosts, those with something open first, and those that stand alike together."""
    by_host: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for check in _checks(report):
        for host, result in check["hosts"].items():
            by_host[host][result["state"]] += 1
    alike: dict[tuple[int, ...], list[str]] = {}
    for host, found in by_host.items():
        numbers = (
            *(found[name] for name in OPEN),
            found["waived"],
            found["pass"] + found["fixed"],
            found["not_applicable"],
        )
        alike.setdefault(numbers, []).append(host)
    rows = "".join(
        f'<tr class="{"fail" if any(numbers[:2]) else "unknown" if any(numbers[: len(OPEN)]) else "pass"}">'
        f'<th scope="row">{hosts(names)}</th>{"".join(f"<td>{number or chr(8211)}</td>" for number in numbers)}</tr>'
        for numbers, names in sorted(alike.items(), key=lambda row: tuple(-number for number in row[0]))
    )
    words = ("host", *(STATES[name][1] for name in OPEN), "waived", "done", "n/a")
    head = "".join(f'<th scope="col">{word}</th>' for word in words)
    return (
        '<section><h2 id="hosts">Hosts</h2><div class="wide" tabindex="0" role="region" aria-labelledby="hosts">'
        f'<table class="numbers"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>'
    )
