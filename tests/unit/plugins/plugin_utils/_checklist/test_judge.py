# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verdicts: only an exact true passes, and every other outcome has its own name."""

from __future__ import annotations

import datetime

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge

TODAY = datetime.date(2026, 11, 24)
CHECKS = {check.id: check for check in catalogue.checks()}


def state(check: str, document: dict | None, asked: tuple = ("api", "canary"), declared: tuple = ()) -> str:
    return judge.judge(CHECKS[check], document, asked, declared)["state"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "pass"),
        (False, "fail"),
        (None, "unknown"),
        ("true", "fail"),
        (1, "fail"),
        ([], "fail"),
        ({"error": "x"}, "fail"),
    ],
)
def test_only_an_exact_true_passes(value, expected):
    assert state("T1.1", {"tls": {"api": {"tls": value}}}) == expected


def test_a_collector_that_failed_is_named():
    found = judge.judge(CHECKS["T1.1"], {"tls": {"error": "no cryptography"}}, (), ())
    assert (found["state"], found["reason"]) == ("unknown", "tls: no cryptography")
    document = {"cluster": {"canary": {"error": "cannot put it"}}}
    found = judge.judge(CHECKS["E8.2"], document, ("canary",), ())
    assert (found["state"], found["reason"]) == ("unknown", "cluster.canary: cannot put it")


def test_what_the_evidence_does_not_tell_is_named():
    found = judge.judge(CHECKS["E2.1"], {"kes": {"tls": {"tls": True, "refuses": {"1.0": True}}}}, (), ())
    assert (found["state"], found["reason"]) == ("unknown", "the evidence does not tell kes.tls.refuses.1.1")


def test_a_release_that_is_not_clear_keeps_logins_from_being_judged():
    advisories = {"releases": ["None None"], "open": [], "unclear": ["CVE-2026-33419"]}
    document = {
        "cluster": {"identity_providers": {"ldap": {"configured": True}}},
        "derived": {"advisories": advisories},
    }
    assert state("B5.3", document) == "unknown"
    assert state("B5.3", {**document, "derived": {"advisories": {**advisories, "unclear": []}}}) == "pass"


def test_a_node_without_tls_has_nothing_in_order():
    plain = {"api": {"tls": False, "trusted": None}, "pairs": [], "domains": [], "shared_keys": []}
    states = {check: state(check, {"tls": plain, "kes_client": None}) for check in ("T2.1", "T2.2", "T4.1", "T6.1")}
    assert states == {"T2.1": "fail", "T2.2": "not_applicable", "T4.1": "fail", "T6.1": "fail"}


def test_what_was_not_asked_for_is_unknown_and_says_so():
    found = judge.judge(CHECKS["R1.1"], {"cluster": None}, (), ())
    assert (found["state"], found["asked"]) == ("unknown", False)


def test_agreement_with_nothing_declared_does_not_apply():
    document = {"derived": {"firewall": {"api": {"missing": ["192.0.2.0/24"]}}}}
    assert state("R4.2", document) == "not_applicable"
    assert state("R4.2", document, declared=("minio_firewall_api_sources",)) == "fail"


def test_exposure_with_nothing_declared_allows_nobody():
    assert state("R4.3", {"derived": {"firewall": {"api": {"uninvited": ["0.0.0.0/0"]}}}}) == "fail"


def test_what_only_has_to_be_waited_for_is_pending_and_says_for_what():
    kinds = {"temporary": {"clear": 1, "last_expiration": "2027-03-31T00:00:00Z"}, "trash": {"clear": 0}}
    found = judge.judge(CHECKS["E8.4"], {"stored_iam": {"drives": 1, "clear": 0, "kinds": kinds}}, ("canary",), ())
    assert found["state"] == "pending"
    assert found["reason"].startswith("temporary credentials from before KES are in clear until they expire")
    assert found["seen"]["kinds"]["temporary"]["last_expiration"] == "2027-03-31T00:00:00Z"
    assert state("E8.4", {"stored_iam": {"drives": 1, "clear": 1, "kinds": kinds}}) == "fail"
    kinds = {"temporary": {"clear": 0}, "trash": {"clear": 2}}
    assert state("E8.4", {"stored_iam": {"drives": 1, "clear": 0, "kinds": kinds}}) == "pending"


def test_a_host_without_evidence_is_unknown():
    assert state("T1.1", None) == "unknown"


def test_hosts_that_gave_no_evidence_keep_the_cluster_from_being_proven():
    passed, failed = judge.verdict("pass", seen={"same": True}), judge.verdict("fail")
    found = judge.doubt(CHECKS["B8.3"], passed, ["minio3", "minio4"])
    assert (found["state"], found["reason"]) == ("unknown", "there is no evidence of minio3, minio4")
    assert judge.doubt(CHECKS["B8.3"], passed, []) == passed
    assert judge.doubt(CHECKS["B8.3"], failed, ["minio3"]) == failed
    assert judge.doubt(CHECKS["E6.1"], passed, ["minio3"]) == passed
    # asked of the API, but the release is each host's
    assert judge.doubt(CHECKS["B5.3"], passed, ["minio3"])["state"] == "unknown"


@pytest.mark.parametrize(("until", "expected"), [("2026-11-24", "waived"), ("2026-11-23", "fail")])
def test_a_waiver_ends_with_its_last_day(until, expected):
    waiver = {"reason": "later", "until": until}
    assert judge.waive(judge.verdict("fail"), waiver, TODAY)["state"] == expected


def test_a_waiver_does_not_touch_what_passes():
    assert judge.waive(judge.verdict("pass"), {"reason": "later", "until": "2020-01-01"}, TODAY)["state"] == "pass"


def test_what_was_repaired_is_fixed_and_keeps_no_reason_of_before():
    before = judge.verdict("fail", "was open")
    found = judge.compare(judge.verdict("pass"), before)
    assert (found["state"], found["reason"]) == ("fixed", None)
    assert judge.compare(judge.verdict("pass"), judge.verdict("unknown"))["state"] == "pass"


def test_verdicts_all_have_the_same_keys():
    results = [
        judge.judge(check, document, asked, ())
        for check in CHECKS.values()
        for document in (None, {})
        for asked in ((), ("api",))
    ]
    assert {frozenset(result) for result in results} == {frozenset(("state", "reason", "seen", "asked"))}
