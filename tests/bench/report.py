# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the report of many hosts costs."""

from __future__ import annotations

import datetime
import statistics
import time
import typing as t

from ansible_collections.hardening.minio.plugins.plugin_utils import _report
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge, report
from ansible_collections.hardening.minio.plugins.plugin_utils._report import table

# as much as a check shows of a host
SEEN = {"tls": True, "plaintext": False, "certificate": {"subject": "CN=minio", "days_left": 200}}


def _verdicts(hosts: int) -> dict[str, dict[str, judge.Verdict]]:
    """Return verdicts on every check of the catalogue for each host, every third of which fails it with a reason of its own."""
    checks = [check.id for check in catalogue.checks()]
    return {
        f"minio{number}": {
            check: judge.verdict("pass" if number % 3 else "fail", f"{check} does not hold on minio{number}", SEEN)
            for check in checks
        }
        for number in range(hosts)
    }


def render(hosts: int, rounds: int) -> dict[str, t.Any]:
    """Build the report of that many hosts and render it in every format; seconds of the processor, as nothing is waited for."""
    verdicts = _verdicts(hosts)
    took = []
    for _round in range(rounds):
        began = time.process_time()
        whole = report.build(verdicts, "audit", ["required", "high"], datetime.datetime.now(datetime.timezone.utc))
        for rendered in _report.FORMATS.values():
            rendered(whole)
        table.lines(whole)
        took.append(round(time.process_time() - began, 3))
    shape = {"hosts": hosts, "checks": len(verdicts["minio0"])}
    return {"report_seconds": statistics.median(took), "raw": {"report": {**shape, "seconds": took}}}
