# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever is wrong is found under its check, and nothing else turns red."""

from __future__ import annotations

import pytest
from violations.lab import Lab, States, states
from violations.violation import Violation


@pytest.fixture(scope="module")
def secured(lab: Lab) -> dict[bool, States]:
    """Return the states of the secured lab, without and with a canary; afterwards it has to be as it was."""
    reports = {canary: lab.audit(canary) for canary in (False, True)}
    assert [report["verdict"] for report in reports.values()] == ["pass", "pass"]
    before = {canary: states(report) for canary, report in reports.items()}
    yield before
    assert {canary: states(lab.audit(canary)) for canary in (False, True)} == before


def expected(violation: Violation, before: States) -> States:
    """Return the states that a violation changes: a check that is not about its hosts finds it on all that it is about."""
    about: dict[str, list[str]] = {check: [] for check in violation.found}
    for check, host in before:
        about.get(check, []).append(host)
    return {
        (check, host): state
        for check, state in violation.found.items()
        for host in [one for one in about[check] if one in violation.on] or about[check]
    }


def test_it_is_found_and_nothing_else(lab: Lab, secured: dict[bool, States], violation: Violation):
    before = secured[violation.canary]
    try:
        lab.seed(violation)
        found = states(lab.audit(violation.canary, violation.settings))
    finally:
        lab.undo(violation)
    assert found.keys() == before.keys()
    assert {key: state for key, state in found.items() if state != before[key]} == expected(violation, before)
