# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report: its contract, the verdict, and the states that count."""

from __future__ import annotations

import copy
import json
import pathlib

import jsonschema
import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils import _report
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import (
    catalogue,
    judge,
    manifest,
    report,
    states,
)

from tests.reports import FAIL_ON, NOW, build, verdicts

SCHEMA = json.loads((pathlib.Path(catalogue.DATA).parent / "checklist.schema.json").read_text())
ONE_OF_EACH_SEVERITY = {"required": "T1.1", "high": "T2.2", "medium": "T6.4", "advice": "T6.3"}


def changed(check: str, result: judge.Verdict) -> dict:
    return build({("minio1", check): result})


def item_of(whole: dict, name: str) -> dict:
    return next(item for item in whole["items"] if item["id"] == name)


@pytest.mark.parametrize("severity", states.SEVERITIES)
@pytest.mark.parametrize("state", states.ALL)
def test_the_report_keeps_its_contract_in_every_state_and_severity(state, severity):
    whole = changed(ONE_OF_EACH_SEVERITY[severity], judge.verdict(state, "a reason", {"tls": None}))
    jsonschema.validate(whole, SCHEMA)
    assert json.loads(_report.FORMATS["json"](whole)) == whole


def test_samples_have_the_severity_that_they_stand_for():
    severities = {check.id: check.severity for check in catalogue.checks()}
    assert {severities[check]: check for check in ONE_OF_EACH_SEVERITY.values()} == ONE_OF_EACH_SEVERITY


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


WRONG = {
    "another version": lambda it: it.update(schema="hardening.minio/checklist/2"),
    "no verdict": lambda it: it.pop("verdict"),
    "a verdict in between": lambda it: it.update(verdict="unknown"),
    "a local time": lambda it: it.update(generated="2026-11-24T02:00:00+01:00"),
    "another mode": lambda it: it.update(mode="check"),
    "a key of its own": lambda it: it.update(host="minio1"),
    "no reason": lambda it: it.pop("reason"),
    "an unknown severity that counts": lambda it: it.update(fail_on=["critical"]),
    "a severity that counts twice": lambda it: it.update(fail_on=["high", "high"]),
    "a score without a state": lambda it: it["score"].pop("waived"),
    "a score with a state of its own": lambda it: it["score"].update(skipped=0),
    "a negative score": lambda it: it["score"].update(fail=-1),
    "half a check": lambda it: it["score"].update(fail=0.5),
    "an item in no section": lambda it: it["items"][0].update(section="others"),
    "an item with another id": lambda it: it["items"][0].update(id="1"),
    "an item without state": lambda it: it["items"][0].pop("state"),
    "a check in an unknown state": lambda it: it["items"][0]["checks"][0].update(state="skipped"),
    "a check of an unknown severity": lambda it: it["items"][0]["checks"][0].update(severity="low"),
    "a check that may count": lambda it: it["items"][0]["checks"][0].update(blocking=None),
    "a check without hosts": lambda it: it["items"][0]["checks"][0].update(hosts={}),
    "a host without evidence": lambda it: it["items"][0]["checks"][0]["hosts"]["cluster"].pop("seen"),
    "a host with a list of reasons": lambda it: it["items"][0]["checks"][0]["hosts"]["cluster"].update(reason=["x"]),
}


@pytest.mark.parametrize("break_it", WRONG.values(), ids=WRONG)
def test_the_schema_rejects(break_it):
    whole = copy.deepcopy(build())
    break_it(whole)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, SCHEMA)


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        (judge.verdict("pass"), "pass"),
        (judge.verdict("waived", "until then"), "pass"),
        (judge.verdict("fail"), "fail"),
        (judge.verdict("error"), "fail"),
        (judge.verdict("unknown"), "fail"),
        (judge.verdict("pending"), "fail"),
        (judge.verdict("unknown", asked=False), "pass"),
    ],
)
def test_the_verdict_follows_what_is_open(result, verdict):
    whole = changed("T1.1", result)
    assert whole["verdict"] == verdict
    assert report.blocking(whole) == ([] if verdict == "pass" else ["T1.1"])


def test_a_severity_that_is_not_named_does_not_fail_the_run():
    whole = changed("B8.1", judge.verdict("fail"))
    assert (whole["verdict"], whole["score"]["fail"], whole["fail_on"]) == ("pass", 1, ["required", "high"])


def test_what_was_never_judged_is_unknown_and_fails():
    whole = report.build({}, "audit", FAIL_ON, NOW)
    assert whole["verdict"] == "fail"
    assert whole["score"]["unknown"] == len(catalogue.checks())


def test_a_run_that_ended_before_is_no_pass_even_where_nothing_counts():
    whole = report.build(verdicts(), "audit", (), NOW, "The run ended before")
    assert (whole["verdict"], whole["reason"]) == ("fail", "The run ended before")


def test_every_host_that_was_not_reached_is_unknown_in_what_it_is():
    groups = {"minio": ["minio1", "both"], "kes": ["kes1", "both"], "all": ["stranger"]}
    found = manifest.unknown(["minio1", "kes1", "both", "stranger"], groups, "why")
    scopes = {check.id: check.scope for check in catalogue.checks()}
    assert {host: {scopes[check] for check in checks} for host, checks in found.items()} == {
        "minio1": {"node"},
        "kes1": {"kes"},
        "both": {"node", "kes"},
        "stranger": {"node"},
    }
    assert {(one["state"], one["reason"]) for checks in found.values() for one in checks.values()} == {
        ("unknown", "why")
    }


def test_the_worst_host_decides():
    item = item_of(changed("T1.1", judge.verdict("fail")), "T1")
    assert item["state"] == "fail"
    assert item["checks"][0]["hosts"]["minio2"]["state"] == "pass"


@pytest.mark.parametrize(
    ("several", "one"),
    [
        (["pass", "fail", "unknown"], "fail"),
        (["pass", "error", "fail"], "error"),
        (["pass", "unknown", "pending"], "unknown"),
        (["pass", "waived"], "waived"),
        (["pass", "fixed"], "fixed"),
        (["fixed", "fail"], "fail"),
        (["not_applicable", "pass"], "pass"),
        (["not_applicable"], "not_applicable"),
        ([], "not_applicable"),
    ],
)
def test_the_worst_state_counts(several, one):
    assert states.worst(several) == one
