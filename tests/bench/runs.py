# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What securing and auditing cost: time as a ratio, round trips as a number."""

from __future__ import annotations

import json
import pathlib
import statistics
import tempfile
import typing as t

from .lab import BENCH, Lab

SECURE = "hardening.minio.secure_minio"
Figures = t.Dict[str, t.Any]


def _secure(lab: Lab) -> Figures:
    """Secure the lab; returns the seconds, the changed results and the most round trips that a host had, by group."""
    with tempfile.TemporaryDirectory() as folder:
        counted = pathlib.Path(folder, "round_trips.json")
        seconds = lab.timed(
            SECURE,
            ANSIBLE_CALLBACK_PLUGINS=str(BENCH / "callback"),
            ANSIBLE_CALLBACKS_ENABLED="round_trips",
            ROUND_TRIPS_PATH=str(counted),
        )
        told = json.loads(counted.read_text())
    return {
        "seconds": round(seconds, 1),
        "changed": told["changed"],
        "round_trips": {host: len(tasks) for host, tasks in sorted(told["tasks"].items())},
    }


def secure_again(lab: Lab, times: int) -> Figures:
    """Secure hosts that have nothing, and again some times, of which the median counts."""
    first, *again = [_secure(lab) for _run in range(1 + times)]
    return {
        "second_over_first": statistics.median(run["seconds"] for run in again) / first["seconds"],
        "second_changed": max(run["changed"] for run in again),
        "round_trips_first": max(first["round_trips"].values()),
        "round_trips_second": max(trips for run in again for trips in run["round_trips"].values()),
        "raw": {"first_run": first, "second_runs": again},
    }


def audit_over_ping(lab: Lab, pairs: int) -> Figures:
    """Compare the gathering of all evidence with the least that Ansible can do, over the same connections.

    All hosts of the lab share the processors of the controller. One host shows what it costs where each has its own.
    """
    every, one = _audit_over_ping(lab, pairs), _audit_over_ping(lab, pairs, f"--limit={lab.hosts('minio')[0]}")
    return {
        "audit_over_ping": every.pop("ratio"),
        "audit_over_ping_one_host": one.pop("ratio"),
        "raw": {"audit_of_all": every, "audit_of_one": one},
    }


def _audit_over_ping(lab: Lab, pairs: int, *options: str) -> Figures:
    playbooks = BENCH / "playbooks"
    took: dict[str, list[float]] = {"ping": [], "audit": []}
    for name in took:
        lab.timed(playbooks / f"{name}.yml", None, *options)  # fills the caches of both
    for _pair in range(pairs):
        for name, seconds in took.items():
            seconds.append(round(lab.timed(playbooks / f"{name}.yml", None, *options), 3))
    ratios = [audit / ping for audit, ping in zip(took["audit"], took["ping"])]
    return {"ratio": statistics.median(ratios), "seconds": took}
