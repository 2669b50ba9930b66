# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How often a run of the playbook goes to each host, as the callback round_trips counted."""

from __future__ import annotations

import json
import pathlib

import pytest

HOSTS = {"kes1", "kes2", "minio1", "minio2", "minio3", "minio4"}


@pytest.fixture(scope="module")
def runs(request) -> list[dict[str, list[str]]]:
    """Return the tasks by host of each run since the lab was made: the first, the second, and that in check mode."""
    inventory = pathlib.Path(request.config.getoption("--ansible-inventory"))
    lines = (inventory.parent / "round_trips.jsonl").read_text().splitlines()
    return [json.loads(line)["tasks"] for line in lines]


@pytest.mark.parametrize(("run", "limit"), [(0, 60), (1, 30)], ids=["first", "second"])
def test_round_trips(runs, run, limit):
    assert runs[run].keys() == HOSTS
    assert {host: tasks for host, tasks in runs[run].items() if len(tasks) > limit} == {}
