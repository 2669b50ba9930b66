# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The report of a run, in the shape of its public contract; every other format is a rendering of it."""

from __future__ import annotations

import collections
import datetime
import typing as t

from . import catalogue, states
from .judge import Verdict, verdict

SCHEMA = "hardening.minio/checklist/1"
CLUSTER = "cluster"
Verdicts = t.Dict[str, t.Dict[str, Verdict]]


def _hosts(check: catalogue.Check, verdicts: Verdicts) -> dict[str, Verdict]:
    """Return the verdicts of a check by host; the catalogue is the manifest, so a check never judged is unknown."""
    found = {host: by_check[check.id] for host, by_check in sorted(verdicts.items()) if check.id in by_check}
    return found or {CLUSTER: verdict("unknown", "not evaluated")}


def _counts(result: Verdict, check: catalogue.Check, fail_on: t.Container[str]) -> bool:
    return check.severity in fail_on and result["state"] in states.OPEN and result["asked"]


def open_checks(verdicts: Verdicts, fail_on: t.Container[str]) -> list[str]:
    """Return the checks that make the verdict fail; what was not asked for is shown as such and left out."""
    return [
        check.id
        for check in catalogue.checks()
        if any(_counts(result, check, fail_on) for result in _hosts(check, verdicts).values())
    ]


def build(verdicts: Verdicts, mode: str, fail_on: t.Container[str], now: datetime.datetime) -> dict:
    """Return the report as a dictionary; verdicts are by host, the cluster's under the name "cluster"."""
    score = collections.Counter({state: 0 for state in states.ALL})
    items = []
    for item in catalogue.load():
        checks: list[dict[str, t.Any]] = []
        for check in item.checks:
            hosts = _hosts(check, verdicts)
            state = states.worst(result["state"] for result in hosts.values())
            score[state] += 1
            checks.append(
                {
                    "id": check.id,
                    "title": check.title,
                    "severity": check.severity,
                    "state": state,
                    "remedy": check.remedy,
                    "hosts": {
                        host: {key: result[key] for key in ("state", "seen", "reason")}
                        for host, result in hosts.items()
                    },
                }
            )
        state = "not_applicable" if item.not_applicable else states.worst(check["state"] for check in checks)
        items.append(
            {
                "id": item.id,
                "title": item.title,
                "section": item.section,
                "role": item.role,
                "state": state,
                "reason": item.not_applicable,
                "checks": checks,
            }
        )
    return {
        "schema": SCHEMA,
        "generated": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "mode": mode,
        "verdict": "fail" if open_checks(verdicts, fail_on) else "pass",
        "score": {state: score[state] for state in states.ALL},
        "items": items,
    }
