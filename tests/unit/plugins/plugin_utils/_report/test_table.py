# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table on a terminal."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge
from ansible_collections.hardening.minio.plugins.plugin_utils._report import table

from tests.reports import build

COUNT = len(catalogue.checks("node", "kes", "cluster"))


def shown(report: dict, width: int = 100) -> list[str]:
    return [text for text, _colour in table.lines(report, width)]


@pytest.mark.parametrize("width", [80, 100, 120])
def test_it_fits_its_terminal(width):
    lines = shown(build({("minio1", "T1.2"): judge.verdict("fail", "a reason " * 60)}), width)
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("width", [1, 10, 500])
def test_it_can_be_read_on_any_terminal(width):
    assert 50 <= max(map(len, shown(build({("minio1", "T1.2"): judge.verdict("fail")}), width))) <= 120


def test_all_that_is_well_takes_one_line_for_each_item():
    lines = shown(build())
    assert sum(line.startswith(" ✓ ") for line in lines) == 25
    assert " ✓ T1   Enable TLS" + " " * 67 + "done       5/5" in lines
    assert "TO DO" not in lines
    assert lines[-2:] == [" PASS  every check that counts is proven", f"       {COUNT} checks: {COUNT} done"]


def test_what_failed_names_hosts_evidence_and_variable():
    lines = shown(build({("minio1", "T1.2"): judge.verdict("fail", seen={"tls": True, "plaintext": True})}))
    place = lines.index("TO DO")
    assert lines[place + 1 : place + 6] == [
        " ✗ T1.2  The S3 API port refuses plain HTTP (required)",
        "         minio1: tls: yes, plaintext: yes",
        "         → minio_tls_certificates: Certificates, one for each domain, each with a key of its own.",
        " → names the variable that decides it: set it as it should be, and run hardening.minio.secure_minio",
        "",
    ]
    assert lines[-2:] == [
        " FAIL  1 check that counts is open: T1.2",
        f"       {COUNT} checks: 1 failed, {COUNT - 1} done",
    ]


def test_one_unreachable_host_takes_a_few_lines():
    gone = judge.verdict("unknown", "unreachable")
    lines = shown(build({("minio2", check.id): gone for check in catalogue.checks("node")}))
    assert sum("unreachable" in line for line in lines) == 1
    assert len(lines) < len(shown(build())) + 12


def test_of_many_hosts_some_are_named():
    hosts = {f"host{number}": ("node",) for number in range(1, 100, 2)}
    report = build({(host, "T1.2"): judge.verdict("fail") for host in hosts}, hosts=hosts)
    assert any("host1, host3, host5" in line for line in shown(report, 120))
    assert any("host23 and 38 more: failed" in line for line in shown(report, 120))
