# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the cluster got there: one joint restart, which is all that clients noticed, and a report of what was repaired."""

from __future__ import annotations

import json
import os
import pathlib

import pytest

testinfra_hosts = ["ansible://minio"]

LAB = pathlib.Path(os.environ["MOLECULE_PROJECT_DIRECTORY"], "build/lab", os.environ["MOLECULE_SCENARIO_NAME"])
REPORT = json.loads((LAB / "first.json").read_text())
REQUESTS = [json.loads(line) for line in (LAB / "client.log").read_text().splitlines()]
# a process that is stopped waits for its last requests, and one that has started may look for drives for 17 s, both
# longer on a machine that has other scenarios to run as well
STOPPING, SETTLING = 60, 120
REPAIRED = {
    *("T1.1", "T1.2", "T1.3", "T1.4", "T2.1", "T4.1", "T4.2", "T4.3", "T6.1", "T6.2"),
    *("R4.1", "R4.3", "R5.2", "E7.2", "E8.4", "B2.1", "B2.2", "B2.3", "B3.1", "B3.2", "B4.2"),
}


@pytest.fixture
def started(host):
    """Return when the server was started, in seconds since the epoch."""
    shown = host.check_output("systemctl show --value --property ExecMainStartTimestamp minio")
    return int(host.check_output(f"date --date='{shown}' +%s"))


def test_every_node_was_started_by_its_operator_and_once_by_us(host):
    lines = host.check_output("journalctl --unit minio _COMM=minio --output json --output-fields _PID").splitlines()
    processes = list(dict.fromkeys(json.loads(line)["_PID"] for line in lines))
    assert len(processes) == 2
    assert processes[1] == host.check_output("systemctl show --value --property MainPID minio")


@pytest.fixture
def refused():
    """Return when the first request was refused and when the last one was, in seconds since the epoch."""
    requests = [request for request in REQUESTS if not request["served"]]
    return requests[0]["begun"], requests[-1]["ended"]


def test_clients_were_refused_during_the_joint_restart_only(refused, started):
    first, last = refused
    assert started - STOPPING < first <= last < started + SETTLING


def test_clients_were_served_before_and_after(refused):
    first, last = refused
    assert len([request for request in REQUESTS if request["ended"] <= first]) > 20
    assert len([request for request in REQUESTS if request["begun"] >= last]) > 20


def test_the_report_shows_what_was_repaired():
    states = {check["id"]: check["state"] for item in REPORT["items"] for check in item["checks"]}
    assert {name: states[name] for name in REPAIRED} == dict.fromkeys(REPAIRED, "fixed")
    assert REPORT["verdict"] == "pass"
