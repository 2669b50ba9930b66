# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The report as one page that needs nothing else: no script, no font, no request."""

from __future__ import annotations

import html
import json
import pathlib

from .words import SECTIONS, STATES, failing, reasons

STYLE = pathlib.Path(__file__).with_name("page.css")
# what needs somebody comes first, on the page as in each item
URGENCY = ("error", "fail", "unknown", "pending", "waived", "fixed", "pass", "not_applicable")


def _text(value: object) -> str:
    return html.escape(str(value))


def _state(state: str) -> str:
    return f'<span class="state {state}">{STATES[state][1]}</span>'


def _evidence(check: dict) -> str:
    """Return what was seen, hosts that saw the same together."""
    groups: dict[str, list[str]] = {}
    for host, result in check["hosts"].items():
        if result["seen"] is not None:
            groups.setdefault(json.dumps(result["seen"], indent=1, sort_keys=True, ensure_ascii=False), []).append(host)
    if not groups:
        return ""
    shown = "".join(f"<p>{_text(', '.join(hosts))}</p><pre>{_text(seen)}</pre>" for seen, hosts in groups.items())
    return f'<details class="evidence"><summary>evidence</summary>{shown}</details>'


def _reason(reason: str, hosts: list[str]) -> str:
    return f'<p class="reason">{_text(", ".join(hosts))}{": " + _text(reason) if reason else ""}</p>'


def _notes(check: dict) -> str:
    """Return why a check is open and what to do, or why it does not count."""
    if check in failing({"checks": [check]}):
        found = "".join(_reason(reason, hosts) for reason, hosts in reasons(check))
        return found + f'<p class="remedy">To do: <code>{_text(check["remedy"])}</code></p>'
    told = {result["reason"] for result in check["hosts"].values() if result["reason"]}
    return "".join(f'<p class="reason">{_text(reason)}</p>' for reason in sorted(told))


def _check(check: dict) -> str:
    head = f'<span class="id">{check["id"]}</span> {_text(check["title"])} <span class="severity">{check["severity"]}</span>'
    return f'<li class="{check["state"]}">{head} {_state(check["state"])}{_notes(check)}{_evidence(check)}</li>'


def _item(item: dict) -> str:
    mark, word = STATES[item["state"]]
    checks = sorted(item["checks"], key=lambda check: URGENCY.index(check["state"]))
    body = "".join(map(_check, checks)) or f"<li>{_text(item['reason'] or '')}</li>"
    opened = " open" if failing(item) else ""
    return (
        f'<details class="item {item["state"]}" id="{item["id"]}"{opened}><summary><span class="mark">{mark}</span>'
        f'<span class="id">{item["id"]}</span><span>{_text(item["title"])}</span><span class="state">{word}</span></summary>'
        f'<ul class="checks">{body}</ul></details>'
    )


def _section(name: str, report: dict) -> str:
    items = [item for item in report["items"] if item["section"] == name]
    items.sort(key=lambda item: URGENCY.index(item["state"]))
    return f"<section><h2>{SECTIONS[name]}</h2>{''.join(map(_item, items))}</section>"


def _score(report: dict) -> str:
    counts = [(state, report["score"][state]) for state in URGENCY if report["score"][state]]
    return "".join(f'<span class="{state}"><b>{count}</b> {STATES[state][1]}</span>' for state, count in counts)


def render(report: dict) -> str:
    """Return the page."""
    good = report["verdict"] == "pass"
    verdict = "The checklist is met" if good else "The checklist is not met"
    hosts = sorted(
        {host for item in report["items"] for check in item["checks"] for host in check["hosts"]} - {"cluster"}
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>MinIO Security Checklist: {verdict}</title><style>\n{STYLE.read_text(encoding='utf-8')}</style></head><body>"
        f'<header><h1>MinIO Security Checklist</h1><p class="meta">{_text(report["mode"])} run of {_text(report["generated"])}'
        f" on {_text(', '.join(hosts))}</p></header>"
        f'<div class="verdict {"pass" if good else "fail"}"><strong>{verdict}</strong><span class="score">{_score(report)}</span></div>'
        f"<main>{''.join(_section(name, report) for name in SECTIONS)}</main></body></html>\n"
    )
