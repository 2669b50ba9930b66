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
NOBODY = {"node": "MinIO runs on none of the hosts", "kes": "KES runs on none of the hosts"}
Verdicts = t.Dict[str, t.Dict[str, Verdict]]


def _hosts(check: catalogue.Check, verdicts: Verdicts) -> dict[str, Verdict]:
    """Return the verdicts of a check by host; the catalogue is the manifest, so a check never judged is unknown."""
    found = {host: by_check[check.id] for host, by_check in sorted(verdicts.items()) if check.id in by_check}
    return found or {CLUSTER: verdict("unknown", NOBODY.get(check.scope, "not evaluated"))}


def _blocks(check: catalogue.Check, hosts: dict[str, Verdict], fail_on: t.Container[str]) -> bool:
    """Tell whether a check makes the verdict fail; what was not asked for is shown as such and left out."""
    return check.severity in fail_on and any(
        result["state"] in states.OPEN and result["asked"] for result in hosts.values()
    )


def _check(check: catalogue.Check, hosts: dict[str, Verdict], fail_on: t.Container[str]) -> dict:
    return {
        "id": check.id,
        "title": check.title,
        "severity": check.severity,
        "state": states.worst(result["state"] for result in hosts.values()),
        "blocking": _blocks(check, hosts, fail_on),
        "remedy": check.remedy,
        "hosts": {host: {key: result[key] for key in ("state", "seen", "reason")} for host, result in hosts.items()},
    }


def _item(item: catalogue.Item, checks: list[dict]) -> dict:
    return {
        "id": item.id,
        "title": item.title,
        "section": item.section,
        "role": item.role,
        "state": "not_applicable" if item.not_applicable else states.worst(check["state"] for check in checks),
        "reason": item.not_applicable,
        "checks": checks,
    }


def blocking(report: dict) -> list[str]:
    """Return the checks of a report that make its verdict fail."""
    return [check["id"] for item in report["items"] for check in item["checks"] if check["blocking"]]


def build(
    verdicts: Verdicts, mode: str, fail_on: t.Sequence[str], now: datetime.datetime, reason: str | None = None
) -> dict:
    """Return the report as a dictionary.

    verdicts: by host and check, those of the cluster under the name "cluster".
    mode: "secure" or "audit".
    fail_on: severities whose open checks make the verdict fail.
    now: time of the report, in UTC.
    reason: why nothing was judged, where that is so; the verdict is then never "pass".
    """
    items = [
        _item(item, [_check(check, _hosts(check, verdicts), fail_on) for check in item.checks])
        for item in catalogue.load()
    ]
    found = collections.Counter(check["state"] for item in items for check in item["checks"])
    whole = {
        "schema": SCHEMA,
        "generated": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "mode": mode,
        "verdict": "pass",
        "reason": reason,
        "fail_on": [severity for severity in states.SEVERITIES if severity in fail_on],
        "score": {state: found[state] for state in states.ALL},
        "items": items,
    }
    return {**whole, "verdict": "fail" if reason or blocking(whole) else "pass"}
