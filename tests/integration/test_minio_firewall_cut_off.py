# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that cut nodes off from one another are not confirmed: each node tries the others before, and again under the rules.

The nodes come from addresses that they do not know, as behind elastic IPs. Only systemd is played.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import sys
import typing as t

import pytest
import yaml

from tests.integration import playbook, preflight
from tests.integration.namespaces import Namespaces

NODES = {"node1": "10.98.0.1", "node2": "10.98.0.2"}
KES = "10.98.0.3"
PLAYED = {
    "systemd-run": 'for last; do :; done; printf %s "$last" > /etc/switch',
    "systemctl": (
        "case $1 in start) . /etc/switch ;; enable) echo enabled > /etc/enabled ;; is-active) echo inactive ;;"
        " is-enabled) cat /etc/enabled ;; esac"
    ),
}
WRAPPER = """#!/bin/sh
exec ip netns exec {namespace} sh -c 'mount --bind {etc} /etc && PATH={played}:$PATH exec {python} "$@"' sh "$@"
"""
PLAY = [
    {
        "hosts": "all",
        "gather_facts": False,
        "tasks": [{"ansible.builtin.include_role": {"name": "hardening.minio.minio_firewall"}}],
    }
]


class Cluster(Namespaces):
    """Two nodes and a host of KES on which the role runs, each with an /etc of its own."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        hosts = {**NODES, "kes1": KES}
        super().__init__({name: [f"{address}/24"] for name, address in hosts.items()})
        (folder / "played").mkdir()
        for name, text in PLAYED.items():
            (folder / "played" / name).write_text(f"#!/bin/sh\n{text}\n")
            (folder / "played" / name).chmod(0o755)
        for name in hosts:
            shutil.copytree("/etc", folder / name / "etc", symlinks=True)
            (folder / name / "python").write_text(
                WRAPPER.format(
                    namespace=self.names[name],
                    etc=folder / name / "etc",
                    played=folder / "played",
                    python=sys.executable,
                )
            )
            (folder / name / "python").chmod(0o755)
        for name in NODES:
            self.serve(name, 9000)
        self.serve("kes1", 7373)

    def play(self, hosts: t.Mapping[str, preflight.Vars], *options: str) -> t.Any:
        """Run the role on some of the hosts, each with variables of its own."""
        ports = [{"scheme": "https", "host": address, "port": 9000} for address in NODES.values()]
        known = {**preflight.DEPLOYMENT, "nodes": ports, "controller": None}
        inventory = {
            name: {
                "ansible_connection": "local",
                "ansible_python_interpreter": str(self.folder / name / "python"),
                "minio_firewall_api_sources": [],
                "minio_firewall_console_sources": [],
                "minio_kes_endpoints": [f"https://{KES}:7373"],
                **{key: value for key, value in variables.items() if key != "named"},
                "__minio_deployment": {**known, "named_addresses": variables.get("named", [])},
            }
            for name, variables in hosts.items()
        }
        groups = {
            "minio": {"hosts": {name: {} for name in hosts if name in NODES}},
            "kes": {"hosts": {name: {} for name in hosts if name == "kes1"}},
        }
        (self.folder / "inventory.json").write_text(json.dumps({"all": {"hosts": inventory, "children": groups}}))
        (self.folder / "playbook.yml").write_text(yaml.safe_dump(PLAY))
        return playbook.run(self.folder, "-v", *options, "-i", "inventory.json", "playbook.yml")

    def table(self, name: str) -> str:
        return self.inside(name, "nft", "--stateless", "list", "ruleset")

    def is_whole(self) -> bool:
        """Tell whether the nodes reach each other and KES."""
        first, second = NODES.values()
        return (
            self.reached("node1", [(second, 9000), (KES, 7373)]) == {(second, 9000), (KES, 7373)}
            and self.reached("node2", [(first, 9000), (KES, 7373)]) == {(first, 9000), (KES, 7373)}
        )  # fmt: skip


@pytest.fixture
def cluster(tmp_path: pathlib.Path) -> t.Iterator[Cluster]:
    made = Cluster(tmp_path)
    yield made
    made.close()


OPEN: preflight.Vars = {"minio_firewall_api_sources": [*NODES.values()]}
NAMED: preflight.Vars = {"named": [*NODES.values()]}


def test_rules_that_cut_the_nodes_off_are_taken_back(cluster):
    assert cluster.is_whole()
    run = cluster.play({"node1": {}, "node2": {}})
    assert run.returncode != 0
    said = " ".join(run.stdout.split())
    assert f"node1 does not reach {NODES['node2']}:9000 and node2 does not reach {NODES['node1']}:9000 any more" in said
    assert "minio_firewall_api_sources" in said
    assert "Keep the rules" not in said
    assert cluster.is_whole()
    for name in NODES:
        assert cluster.table(name) == ""
        assert not os.path.exists(cluster.folder / name / "etc" / "hardening.minio" / "firewall.nft")


def test_rules_that_cut_the_nodes_off_from_kes_are_taken_back(cluster):
    run = cluster.play({"node1": OPEN, "node2": OPEN, "kes1": {}})
    assert run.returncode != 0
    assert f"node1 does not reach {KES}:7373 and node2 does not reach {KES}:7373 any more" in " ".join(
        run.stdout.split()
    )
    assert cluster.is_whole()
    assert [cluster.table(name) for name in ("node1", "node2", "kes1")] == ["", "", ""]


def test_nodes_come_in_from_where_their_names_lead_to(cluster):
    hosts = {"node1": NAMED, "node2": NAMED, "kes1": {}}
    run = cluster.play(hosts)
    assert run.returncode == 0, run.stdout + run.stderr
    assert cluster.is_whole()
    assert all("drop" in cluster.table(name) for name in hosts)
    again = cluster.play(hosts)
    assert again.returncode == 0
    assert again.stdout.count("changed=0") == len(hosts)
    assert "Try again" not in again.stdout


def test_a_node_that_was_down_before_is_no_reason(cluster):
    cluster.end("node2")
    run = cluster.play({"node1": {}, "node2": NAMED})
    assert run.returncode == 0, run.stdout + run.stderr
    assert "drop" in cluster.table("node1")


def test_a_node_whose_rules_are_in_force_is_asked_as_well(cluster):
    assert cluster.play({"node1": OPEN, "node2": OPEN}).returncode == 0
    before = cluster.table("node2")
    run = cluster.play({"node1": OPEN, "node2": {}})
    assert run.returncode != 0
    assert f"with the new rules node1 does not reach {NODES['node2']}:9000 any more" in " ".join(run.stdout.split())
    assert cluster.is_whole()
    assert cluster.table("node2") == before


def test_check_mode_changes_nothing(cluster):
    run = cluster.play({"node1": {}, "node2": {}}, "--check", "--diff")
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("changed=1") == 2
    assert cluster.table("node1") == ""
