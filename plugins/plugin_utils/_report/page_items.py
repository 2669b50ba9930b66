# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The lower part of the page: every item with its checks, and the evidence on demand."""

from __future__ import annotations

import json
import typing as t

from . import seen
from .findings import observations
from .markup import hosts, reason, severity, state, text
from .remedies import meaning
from .words import OPEN, SECTIONS, STATES, URGENCY

ENCODER = json.JSONEncoder(sort_keys=True)


def sections(report: dict) -> str:
    """Return all sections; items that need somebody are open."""
    return "".join(_section(name, report) for name in SECTIONS)


def _section(name: str, report: dict) -> str:
    items = [item for item in report["items"] if item["section"] == name]
    done = sum(item["state"] in ("pass", "fixed", "waived") for item in items)
    counting = sum(item["state"] != "not_applicable" for item in items)
    items.sort(key=lambda item: URGENCY.index(item["state"]))
    opened = not report["reason"]
    return (
        f'<section><h2 id="{name}">{SECTIONS[name]} <span class="count">{done} of {counting} items done</span></h2>'
        f"{''.join(_item(item, opened) for item in items)}</section>"
    )


def _item(item: dict, opened: bool) -> str:
    name = item["state"]
    mark = STATES[name][0]
    counting = [check for check in item["checks"] if check["state"] != "not_applicable"]
    good = sum(check["state"] in ("pass", "fixed", "waived") for check in counting)
    count = f"{good}/{len(counting)}" if counting else ""
    checks = sorted(item["checks"], key=lambda check: URGENCY.index(check["state"]))
    body = "".join(map(_check, checks)) or f"<li>{text(item['reason'] or '')}</li>"
    return (
        f'<details class="item {name}" id="{item["id"]}"{" open" if opened and name in OPEN else ""}><summary>'
        f'<span class="mark" aria-hidden="true">{mark}</span><span class="id">{item["id"]}</span>'
        f'<span class="title">{text(item["title"])}</span><span class="count">{count}</span>'
        f'<span class="word">{STATES[name][1]}</span></summary><ul class="checks">{body}</ul></details>'
    )


def _check(check: dict) -> str:
    return (
        f'<li class="{check["state"]}" id="{check["id"]}"><p class="check"><span class="id">{check["id"]}</span>'
        f'<span class="title">{text(check["title"])} {severity(check["severity"])}</span>{state(check["state"])}</p>'
        f"{_notes(check)}{_evidence(check)}</li>"
    )


def _notes(check: dict) -> str:
    """Return why a check is open and what to do, or why it does not count."""
    if check["state"] in OPEN:
        found = "".join(reason(one.hosts, one.reason) for one in observations(check))
        told = meaning(check["remedy"])
        return f'{found}<p class="remedy"><code>{text(check["remedy"])}</code>{": " + text(told) if told else ""}</p>'
    told_by: dict[str, list[str]] = {}
    for host, result in check["hosts"].items():
        if result["reason"]:
            told_by.setdefault(result["reason"], []).append(host)
    everywhere = len(told_by) == 1 and len(next(iter(told_by.values()))) == len(check["hosts"])
    return "".join(reason([] if everywhere else names, told) for told, names in told_by.items())


def _evidence(check: dict) -> str:
    """Return what was seen, hosts that saw the same together."""
    groups: dict[str, list[str]] = {}
    values: dict[str, t.Any] = {}
    for host, result in check["hosts"].items():
        if result["seen"] is not None:
            key = ENCODER.encode(result["seen"])
            values[key] = result["seen"]
            groups.setdefault(key, []).append(host)
    if not groups:
        return ""
    if len(groups) == 1:
        key, names = next(iter(groups.items()))
        shown = f'<div class="where">{hosts(names)}</div>{_value(values[key])}'
    else:
        shown = _comparison([(names, values[key]) for key, names in groups.items()])
    return f'<details class="evidence"><summary>Evidence</summary>{shown}</details>'


def _comparison(rows: list[tuple[list[str], t.Any]]) -> str:
    """Return a table of hosts that saw different things, with a column for each fact where all have the same ones."""
    facts = (
        list(rows[0][1]) if all(isinstance(value, dict) and set(value) == set(rows[0][1]) for _n, value in rows) else []
    )
    head = "".join(f'<th scope="col">{text(seen.name(word))}</th>' for word in ("host", *(facts or ("seen",))))
    body = "".join(
        f'<tr><th scope="row">{hosts(names)}</th>'
        f"{''.join(f'<td>{_value(value[fact])}</td>' for fact in facts) if facts else f'<td>{_value(value)}</td>'}</tr>"
        for names, value in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _value(value: t.Any) -> str:
    """Return a value as a list of facts, a list, or a word."""
    if isinstance(value, dict) and value:
        return f"<dl>{''.join(f'<dt>{text(seen.name(key))}</dt><dd>{_value(inner)}</dd>' for key, inner in value.items())}</dl>"
    if isinstance(value, list) and any(not seen.is_plain(inner) for inner in value):
        return f"<ul>{''.join(f'<li>{_value(inner)}</li>' for inner in value)}</ul>"
    return text(seen.text(value))
