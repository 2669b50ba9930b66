# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of the checklist that are wrong are refused before anything is gathered, in a sentence that names them."""

from __future__ import annotations

import pytest

from tests.integration import preflight
from tests.integration.preflight import Case, Vars

WAIVER = {"reason": "comes with the new data centre", "until": "2027-03-31"}


def waived(waiver: object, check: str = "B4.1") -> Vars:
    return {"minio_checklist_waivers": {check: waiver}}


CASES: dict[str, Case] = {
    "good": Case({**waived(WAIVER), "minio_checklist_reports": ["/tmp/a.json", "b.html"]}),
    "ended": Case(waived({**WAIVER, "until": "2020-01-01"})),
    "no_reason": Case(waived({"until": "2027-03-31"}), {}, ("minio_checklist_waivers.B4.1 has no reason",)),
    "blank_reason": Case(waived({**WAIVER, "reason": " "}), {}, ("minio_checklist_waivers.B4.1 has no reason",)),
    "no_end": Case(waived({"reason": "x"}), {}, ("minio_checklist_waivers.B4.1 has no until", "2027-03-31")),
    "no_date": Case(waived({**WAIVER, "until": "2027-02-31"}), {}, ("has until '2027-02-31'", "a date such as")),
    "words_for_a_date": Case(waived({**WAIVER, "until": "next year"}), {}, ("has until 'next year'",)),
    "unknown_key": Case(waived({**WAIVER, "host": "minio1"}), {}, ("has the key 'host': known are reason and until",)),
    "unknown_check": Case(waived(WAIVER, "B4.9"), {}, ("names 'B4.9', which is no check", "is meant")),
    "item_for_a_check": Case(waived(WAIVER, "T1"), {}, ("names 'T1', which is no check",)),
    "reason_alone": Case(waived("because"), {}, ("minio_checklist_waivers.B4.1 is no dictionary",)),
    "list_of_waivers": Case(
        {"minio_checklist_waivers": [WAIVER]}, {}, ("minio_checklist_waivers is a list: it has to be a dictionary",)
    ),
    "unknown_severity": Case(
        {"minio_checklist_fail_on": ["required", "critical"]},
        {},
        ("minio_checklist_fail_on[1] is 'critical': it has to be one of required, high, medium, advice",),
    ),
    "severity_as_text": Case({"minio_checklist_fail_on": "high"}, {}, ("minio_checklist_fail_on is text",)),
    "unknown_report": Case(
        {"minio_checklist_reports": ["a.pdf"]}, {}, ("minio_checklist_reports names a.pdf:", ".html")
    ),
    "canary_as_text": Case({"minio_checklist_canary": "no"}, {}, ("minio_checklist_canary is text", "true or false")),
    "unknown_mode": Case({"minio_checklist_mode": "fix"}, {}, ("minio_checklist_mode is 'fix'", "secure, audit")),
}
ROLE = "minio_checklist"
COMMON: Vars = {}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Run the preflight of all cases."""
    return preflight.run(tmp_path_factory.mktemp("preflight"), ROLE, CASES, COMMON)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])
