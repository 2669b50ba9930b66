# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is open is told once, what counts first."""

from __future__ import annotations

from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge
from ansible_collections.hardening.minio.plugins.plugin_utils._report.findings import findings

from tests.reports import build


def told(report: dict) -> list[tuple]:
    return [
        (" ".join(check["id"] for check in one.checks), one.blocking, *one.observations) for one in findings(report)
    ]


def test_nothing_is_open():
    assert told(build()) == []


def test_what_counts_comes_first_and_by_severity():
    fail = judge.verdict("fail")
    report = build({("minio1", check): fail for check in ("B8.1", "B2.1", "T1.1")})
    assert [row[:2] for row in told(report)] == [("T1.1", True), ("B2.1", True), ("B8.1", False)]


def test_what_was_seen_is_the_reason_where_nobody_gives_one_and_hosts_that_saw_the_same_stand_together():
    fail = judge.verdict("fail", seen={"tls": True, "plain_text": None})
    report = build({("minio1", "T1.1"): fail, ("minio2", "T1.1"): fail})
    assert told(report) == [("T1.1", True, ("fail", "tls: yes, plain text: not known", ("minio1", "minio2")))]


def test_a_host_that_gave_no_evidence_is_told_once():
    gone = judge.verdict("unknown", "unreachable")
    ids = [check.id for check in catalogue.checks("node")]
    report = build({("minio2", check): gone for check in ids} | {("minio1", "T1.1"): judge.verdict("fail")})
    assert told(report) == [
        ("T1.1", True, ("fail", "", ("minio1",))),
        (" ".join(ids), True, ("unknown", "unreachable", ("minio2",))),
    ]


def test_what_nobody_asked_for_is_told_once_for_all_hosts():
    left_out = judge.verdict("unknown", judge.NOT_ASKED["canary"], asked=False)
    places = [("cluster", "E8.2"), ("minio1", "E8.3"), ("minio2", "E8.4")]
    assert told(build(dict.fromkeys(places, left_out))) == [
        ("E8.2 E8.3 E8.4", False, ("unknown", judge.NOT_ASKED["canary"], ()))
    ]
