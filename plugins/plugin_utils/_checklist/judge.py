# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Verdicts: what the checks say of the evidence of one host, or of the cluster."""

from __future__ import annotations

import datetime
import typing as t

from . import logic
from .catalogue import Check
from .states import OPEN

Document = t.Dict[str, t.Any]
Verdict = t.Dict[str, t.Any]
OF_HOSTS = (["hosts"], ["derived", "advisories"], ["derived", "openid"])
"""Where facts are that hosts tell, whatever the API tells besides."""
NOT_ASKED = {
    "api": "not asked for: give credentials for the Admin API (minio_access_key and minio_secret_key)",
    "canary": "not asked for: set minio_checklist_canary to true",
}


def verdict(state: str, reason: str | None = None, seen: t.Any = None, asked: bool = True) -> Verdict:
    """Return a verdict; all have the same keys, so that a later one leaves nothing of an earlier one."""
    return {"state": state, "reason": reason, "seen": seen, "asked": asked}


def _facts(node: dict) -> t.Iterator[list[str]]:
    """Return the paths of the facts that an expression reads from the document itself."""
    if node["type"] == "field":
        yield [node["value"]]
    elif node["type"] == "subexpression" and all(
        child["type"] in ("field", "subexpression") for child in node["children"]
    ):
        yield [name for child in node["children"] for path in _facts(child) for name in path]
    elif node["type"] not in ("filter_projection", "projection"):
        for child in node["children"]:
            yield from _facts(child)
    else:
        # the rest of a projection reads the elements, not the document
        yield from _facts(node["children"][0])


def read_facts(check: Check) -> list[list[str]]:
    """Return the paths of the facts that a check reads from the document itself."""
    return list(_facts(check.expect.parsed))


def _at(path: t.Sequence[str], document: Document) -> t.Any:
    """Return a fact by its path, None where there is none."""
    value: t.Any = document
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _failed_collector(check: Check, document: Document) -> str | None:
    """Return the sentence of a collector that failed and that the check reads."""
    for path in read_facts(check):
        for depth in range(1, len(path) + 1):
            value = _at(path[:depth], document)
            if isinstance(value, dict) and "error" in value and _at(path, document) in (None, value):
                return f"{'.'.join(path[:depth])}: {value['error']}"
    return None


def _untold(check: Check, document: Document) -> str:
    """Return a sentence that names the facts which the check reads and the evidence does not have."""
    missing = dict.fromkeys(".".join(path) for path in read_facts(check) if _at(path, document) is None)
    return " ".join(["the evidence does not tell", ", ".join(missing)]).strip()


def judge(
    check: Check,
    document: Document | None,
    asked: t.Container[str],
    declared: t.Container[str],
    absent: str = "there is no evidence of this host",
) -> Verdict:
    """Return the verdict of a check on a document, None for a host that gave no evidence, and absent says why."""
    missing = [name for name in check.agreement if name not in declared]
    if missing:
        return verdict("not_applicable", f"set {', '.join(missing)} to have this checked")
    if check.asks and check.asks not in asked:
        return verdict("unknown", NOT_ASKED[check.asks], asked=False)
    if document is None:
        return verdict("unknown", absent)
    if check.applies is not None and logic.search(check.applies.parsed, document) is False:
        return verdict("not_applicable", check.otherwise)
    seen = logic.search(check.seen.parsed, document)
    holds = logic.certain(check.expect.parsed, document)
    if holds and logic.search(check.expect.parsed, document) is True:
        return verdict("pass", seen=seen)
    if holds is False:
        waits = check.pending is not None and logic.search(check.pending.parsed, document) is True
        return verdict("pending", check.waits, seen) if waits else verdict("fail", seen=seen)
    return verdict("unknown", _failed_collector(check, document) or _untold(check, document), seen)


def _by_hosts(check: Check) -> bool:
    """Tell whether a check of the cluster goes by the evidence of hosts; the API tells of all of them."""
    return not check.asks or any(path[: len(topic)] == topic for path in read_facts(check) for topic in OF_HOSTS)


def doubt(check: Check, result: Verdict, silent: t.Sequence[str]) -> Verdict:
    """Take back what was proven by the evidence of hosts, if some of them gave none."""
    if result["state"] != "pass" or not _by_hosts(check) or not silent:
        return result
    return {**result, "state": "unknown", "reason": f"there is no evidence of {', '.join(silent)}"}


def waive(result: Verdict, waiver: Document | None, today: datetime.date) -> Verdict:
    """Apply a waiver to an open verdict: one that has expired makes it a failure."""
    if waiver is None or result["state"] not in OPEN:
        return result
    if datetime.date.fromisoformat(str(waiver["until"])) < today:
        return {
            **result,
            "state": "fail",
            "asked": True,
            "reason": f"the waiver ended on {waiver['until']}: {waiver['reason']}",
        }
    return {**result, "state": "waived", "reason": f"waived until {waiver['until']}: {waiver['reason']}"}


def compare(result: Verdict, before: Verdict | None) -> Verdict:
    """Mark as fixed what failed in the evidence before and passes now."""
    repaired = before is not None and before["state"] == "fail" and result["state"] == "pass"
    return {**result, "state": "fixed"} if repaired else result
