# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports to test renderings with: all pass, but for what a test says."""

from __future__ import annotations

import datetime
import typing as t

from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge, report

NOW = datetime.datetime(2026, 11, 24, 2, 0, tzinfo=datetime.timezone.utc)
FAIL_ON = ("required", "high")
HOSTS = {"minio1": ("node",), "minio2": ("node",), "kes1": ("kes",), "cluster": ("cluster",)}


def verdicts(hosts: dict[str, tuple[str, ...]] | None = None) -> report.Verdicts:
    """Return verdicts that all pass, by host; default are HOSTS."""
    return {
        host: {check.id: judge.verdict("pass") for check in catalogue.checks(*scopes)}
        for host, scopes in (hosts or HOSTS).items()
    }


def build(changed: dict[tuple[str, str], judge.Verdict] | None = None, **options: t.Any) -> dict:
    """Return a report of two nodes, a KES host and the cluster; changed has other verdicts by host and check."""
    found = verdicts(options.pop("hosts", HOSTS))
    for (host, check), verdict in (changed or {}).items():
        found[host][check] = verdict
    return report.build(found, **{"mode": "audit", "fail_on": FAIL_ON, "now": NOW, **options})
