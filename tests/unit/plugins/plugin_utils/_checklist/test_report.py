# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report: its contract, the verdict, and the states that count."""

from __future__ import annotations

import datetime
import json
import pathlib

import jsonschema
import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils import _report
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge, report, states
from ansible_collections.hardening.minio.plugins.plugin_utils._report import table

SCHEMA = json.loads((pathlib.Path(catalogue.DATA).parent / "checklist.schema.json").read_text())
NOW = datetime.datetime(2026, 11, 24, 2, 0, tzinfo=datetime.timezone.utc)
FAIL_ON = ("required", "high")


def verdicts(**changed: dict) -> dict:
    """Return verdicts of three hosts and the cluster that all pass, but for those of minio1 that are given by check."""
    hosts = {"minio1": ("node",), "minio2": ("node",), "kes1": ("kes",), "cluster": ("cluster",)}
    found = {
        host: {check.id: judge.verdict("pass") for check in catalogue.checks(*scopes)} for host, scopes in hosts.items()
    }
    found["minio1"].update({name.replace("_", "."): result for name, result in changed.items()})
    return found


def build(**changed: dict) -> dict:
    return report.build(verdicts(**changed), "audit", FAIL_ON, NOW)


@pytest.mark.parametrize("state", states.ALL)
def test_the_report_keeps_its_contract_in_every_state(state):
    whole = build(T1_1=judge.verdict(state, "a reason", {"tls": None}))
    jsonschema.validate(whole, SCHEMA)
    assert json.loads(_report.FORMATS["json"](whole)) == whole


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
    assert build(T1_1=result)["verdict"] == verdict


def test_a_severity_that_is_not_named_does_not_fail_the_run():
    assert build(B8_1=judge.verdict("fail"))["verdict"] == "pass"


def test_what_was_never_judged_is_unknown_and_fails():
    whole = report.build({}, "audit", FAIL_ON, NOW)
    assert whole["verdict"] == "fail"
    assert whole["score"]["unknown"] == len(catalogue.checks())


def test_the_worst_host_decides():
    item = next(item for item in build(T1_1=judge.verdict("fail"))["items"] if item["id"] == "T1")
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


def test_the_page_needs_nothing_else_and_shows_no_markup_of_others():
    page = _report.FORMATS["html"](build(T1_1=judge.verdict("fail", "<script>alert(1)</script>", {"a": "<b>"})))
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "http" not in page.replace("https and a strong", "").replace("by https", "") or "src=" not in page
    assert "href=" not in page


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_table_fits_its_terminal(width):
    lines = table.lines(build(T1_1=judge.verdict("fail", "a reason " * 30)), width)
    assert max(len(text) for text, _colour in lines) <= width
    assert any("T1.1" in text and "minio1" in text for text, _colour in lines)
