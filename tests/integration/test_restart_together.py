# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""All nodes restart together or none does, at a moment that the time zone of the controller does not shift."""

from __future__ import annotations

import re
import time

import pytest
import yaml

from tests import collection
from tests.integration import playbook

SENTENCE = "this run leaves out minio1: run without --limit and serial, with all nodes in reach"
PLAN = {"kind": "together", "reasons": ["MINIO_REGION differs from the running server"], "environment": {}}
PLAY = {
    "hosts": "minio",
    "connection": "local",
    "gather_facts": False,
    "vars": {"__minio_deployment": {"unit": "no-such-unit-of-minio"}, "ansible_python_interpreter": "{{ ansible_playbook_python }}"},
}  # fmt: skip
PLANNED = {"name": "Plan", "ansible.builtin.set_fact": {"__minio_plan": PLAN}}
TAKE_OVER = {
    "name": "Restart",
    "ansible.builtin.include_role": {"name": "hardening.minio.minio", "tasks_from": "take_over"},
}


def run(folder, first_node="minio1", **play):
    (folder / "inventory.ini").write_text(f"[minio]\n{first_node}\nminio2\nminio3\n")
    reach = {"name": "Reach every node", "ansible.builtin.ping": {}}
    (folder / "playbook.yml").write_text(yaml.safe_dump([{**PLAY, **play, "tasks": [reach, PLANNED, TAKE_OVER]}]))
    return playbook.run(folder, "-i", "inventory.ini", "playbook.yml")


def test_a_node_that_is_lost_on_the_way(tmp_path):
    finished = run(tmp_path, "minio1 ansible_connection=ssh ansible_host=127.0.0.1 ansible_port=1")
    assert "unreachable=1" in finished.stdout
    assert finished.stdout.count("failed=1") == 2
    assert SENTENCE in " ".join(finished.stdout.split())
    assert "Choose a moment" not in finished.stdout


def test_nodes_of_a_later_batch(tmp_path):
    finished = run(tmp_path, serial=2)
    output = " ".join(finished.stdout.split())
    assert SENTENCE.replace("minio1", "minio3") in output
    assert "Choose a moment" not in finished.stdout


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Asia/Kolkata"])
def test_moments_are_the_same_in_every_time_zone(tmp_path, zone):
    tasks = "".join(path.read_text() for path in collection.CHECKOUT.glob("roles/*/tasks/*.yml"))
    expressions = re.findall(r"(?:\{\{ )(now\([^)]*\)[^ }]*)", tasks)
    assert len(expressions) == 3
    shown = {"ansible.builtin.debug": {"msg": "".join(f"<{{{{ {expression} }}}}>" for expression in expressions)}}
    (tmp_path / "playbook.yml").write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": [shown]}]))  # fmt: skip
    began = time.time()
    finished = playbook.run(tmp_path, "playbook.yml", environment={"TZ": zone})
    moments = [float(found) for found in re.findall(r"<([\d.]+)>", finished.stdout)]
    assert len(moments) == 3, finished.stdout
    assert all(began <= moment <= time.time() for moment in moments)
