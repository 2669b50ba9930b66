# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check R4.2 where the controller is a declared source: the action connects to a real server, and finds one that is gone."""

from __future__ import annotations

import json
import pathlib
import sys
import typing as t

import pytest

from tests.integration import playbook
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.process import free_port

PLAY = """
- hosts: minio1
  gather_facts: false
  tasks:
    - hardening.minio.checklist:
        scope: host
        evidence: "{{ evidence }}"
      register: judged
    - ansible.builtin.copy:
        content: "{{ judged.verdicts['R4.2'] | to_json }}"
        dest: "{{ playbook_dir }}/verdict.json"
"""
ADDRESS = "127.0.0.1"


def verdict(folder: pathlib.Path, port: int, **variables: t.Any) -> dict[str, t.Any]:
    """Return what is judged of a node of which only these things are known."""
    evidence = {
        "host": {"controller_address": ADDRESS, "addresses": [ADDRESS]},
        "minio": {"listeners": [{"address": ADDRESS, "port": port, "purpose": "api"}]},
        "firewall": {"ports": {"api": ["0.0.0.0/0", "::/0"]}},
    }
    given = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "ansible_host": "{{ address_of_node }}",
        "address_of_node": ADDRESS,
        "evidence": evidence,
        **variables,
    }
    (folder / "inventory.json").write_text(json.dumps({"all": {"hosts": {"minio1": given}}}))
    (folder / "play.yml").write_text(PLAY)
    finished = playbook.run(folder, "-i", "inventory.json", "play.yml")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return json.loads((folder / "verdict.json").read_text())


@pytest.mark.parametrize("sources", [[ADDRESS], ["127.0.0.0/8", "2001:db8::/32"]])
def test_a_server_that_is_reached_and_one_that_is_not(minio: MinioServer, tmp_path: pathlib.Path, sources):
    found = verdict(tmp_path, minio.port, minio_firewall_api_sources=sources)
    assert (found["state"], found["seen"]) == ("pass", {"missing": [], "unreachable": []})
    found = verdict(tmp_path, free_port(), minio_firewall_api_sources=sources)
    assert (found["state"], found["seen"]) == ("fail", {"missing": [], "unreachable": [ADDRESS]})


def test_without_declared_sources_nothing_is_said(tmp_path: pathlib.Path):
    assert verdict(tmp_path, free_port())["state"] == "not_applicable"


def test_a_controller_that_is_none_is_not_asked_to_connect(tmp_path: pathlib.Path):
    assert verdict(tmp_path, free_port(), minio_firewall_api_sources=["192.0.2.0/24"])["state"] == "pass"
