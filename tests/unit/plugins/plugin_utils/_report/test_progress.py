# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Marks while a run goes, and what is said where it ended before the judge."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._report import unjudged
from ansible_collections.hardening.minio.plugins.plugin_utils._report.progress import Progress

from tests.reports import build


def progress() -> Progress:
    return Progress({"T1": "Enable TLS", "T2": "Separate"})


def test_an_item_is_applied_once_all_its_hosts_are():
    view = progress()
    view.ok(["T1"], "minio1", check_mode=False, changed=True)
    assert view.finish(but=["T1"]) == []
    assert view.finish(but=["T2"]) == [("  ✓ T1 Enable TLS: applied (item 1 of 2)", "green")]
    view.ok(["T1"], "minio1", check_mode=False, changed=False)
    assert view.finish() == []


def test_a_rescue_counts_and_a_failure_does_not_hide():
    view = progress()
    view.failed_in(["T1", "T2"], "minio1", "Put it there")
    view.ok(["T1"], "minio1", check_mode=False, changed=True)
    assert view.finish() == [
        ("  ✓ T1 Enable TLS: applied (item 1 of 2)", "green"),
        ("  ✗ T2 Separate: failed on minio1 in 'Put it there'", "red"),
    ]


def test_check_mode_applies_nothing():
    view = progress()
    view.ok(["T1"], "minio1", check_mode=True, changed=True)
    view.ok(["T2"], "minio1", check_mode=True, changed=False)
    assert view.finish() == [("  … T1 Enable TLS: would change on minio1", "yellow")]
    assert view.applied == []


def test_why_nothing_was_judged():
    assert unjudged.reason({}) == "This run had no task that judges the checklist."
    ended = {f"minio{number}": ("failed in 'X'", "no space") for number in (1, 2, 3)}
    assert (
        unjudged.reason(ended) == "The run ended before the checklist was judged: minio{1...3} failed in 'X': no space"
    )


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ({"msg": "Task failed: Module failed: no\n  space"}, "no space"),
        ({"msg": "no space"}, "no space"),
        ({"censored": "the output has been hidden"}, ""),
        (
            {"msg": "One or more items failed", "results": [{"msg": "fine"}, {"failed": True, "msg": "this one"}]},
            "this one",
        ),
        ({"msg": "All items completed", "results": [{"unreachable": True, "msg": "gone"}]}, "gone"),
    ],
)
def test_what_a_task_said(result, message):
    assert unjudged.message(result) == message


def test_nothing_judged_is_short():
    view = Progress({"T1": "Enable TLS"})
    view.ok(["T1"], "minio1", check_mode=False, changed=True)
    view.finish()
    lines = unjudged.lines(build(reason="Because."), view, 100)
    assert lines == [
        ("", None),
        ("MINIO SECURITY CHECKLIST", None),
        (" ✓ applied        T1", "green"),
        (" ? not evaluated  R1 R2 R4 R5 E1 E2 E3 E4 E5 E6 E7 E8 T2 T3 T4 T6 B1 B2 B3 B4 B5 B6 B7 B8", "yellow"),
        ("", None),
        (" Because.", "red"),
    ]
