# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit of the cluster as somebody else left it, by its bare host names: everything is named, nothing is touched."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import typing as t

import pytest
import testinfra

LAB = pathlib.Path(os.environ["MOLECULE_PROJECT_DIRECTORY"], "build/lab", os.environ["MOLECULE_SCENARIO_NAME"])
NODES = ("minio1", "minio2", "minio3", "minio4")
# what a server writes by itself while it runs is below .minio.sys; Ansible writes to the home of its account
FILES = (
    "find /etc /opt /usr/local /root /var/spool /home /data "
    r"\( -path /data/.minio.sys -o -path /home/ansible \) -prune -o -printf '%p %y %#m %U:%G %s %T@ %C@\n' | sort"
)
SUMS = "find /etc /opt /usr/local /data -path /data/.minio.sys -prune -o -type f -exec sha256sum {} + | sort -k 2"
PROCESSES = "systemctl show --property=Id,MainPID,ExecMainStartTimestampMonotonic,NRestarts minio ssh systemd-journald"
RULES = "nft list ruleset"
# required and high, by what the cluster is
INSECURE = {
    "S3 and Console over plain HTTP": {"T1.1", "T1.2", "T1.3"},
    "the nodes among themselves over plain HTTP": {"T1.4"},
    "no certificates and no CAs": {"T2.1", "T4.1", "T4.3", "T6.1", "T6.2"},
    "a directory of CAs that the service may write to": {"T4.2"},
    "no KES": {"E7.2"},
    "no packet filter": {"R4.1", "R4.3", "R5.2"},
    "a release with known holes": {"B1.1"},
    "an account with a shell, and dumps of its memory": {"B2.1", "B2.3"},
    "settings and drives for all to read": {"B3.1", "B3.2"},
}


def reached(name: str) -> testinfra.host.Host:
    """Return a host by its name, as root."""
    return testinfra.get_host(f"ansible://{name}?ansible_inventory={LAB}/inventory.yml")


def state_of(name: str) -> dict[str, str]:
    """Return all that an audit could have changed on a host."""
    host = reached(name)
    commands = {"files": FILES, "sums": SUMS, "processes": PROCESSES, "rules": RULES}
    return {what: host.check_output(command) for what, command in commands.items()}


def bare_inventory() -> dict[str, t.Any]:
    """Return the names of the nodes and how to reach them, no groups and no variable of the collection."""
    everything = json.loads((LAB / "inventory.yml").read_text())["all"]
    how = {name: value for name, value in everything["vars"].items() if name.startswith("ansible_")}
    return {"all": {"vars": how, "hosts": {name: everything["children"]["minio"]["hosts"][name] for name in NODES}}}


class Audit(t.NamedTuple):
    """One run: its exit status, what it printed, its report, and the hosts before and after."""

    status: int
    output: str
    report: dict[str, t.Any]
    before: dict[str, dict[str, str]]
    after: dict[str, dict[str, str]]

    def checks(self, *severities: str) -> dict[str, dict[str, t.Any]]:
        """Return the checks of some severities by id."""
        checks = [check for item in self.report["items"] for check in item["checks"]]
        return {check["id"]: check for check in checks if check["severity"] in severities}


@pytest.fixture(scope="module", params=[[], ["--check"]], ids=["run", "check"])
def audit(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Audit the nodes by their names alone."""
    folder = tmp_path_factory.mktemp("audit")
    (folder / "hosts.json").write_text(json.dumps(bare_inventory()))
    before = {name: state_of(name) for name in NODES}
    finished = subprocess.run(
        ["ansible-playbook", "-i", "hosts.json", "hardening.minio.audit_minio", *request.param],
        cwd=folder,
        env={
            **{name: os.environ[name] for name in ("PATH", "HOME", "ANSIBLE_COLLECTIONS_PATH")},
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_CALLBACKS_ENABLED": "hardening.minio.checklist",
            "MINIO_CHECKLIST_REPORT": "report.json",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    after = {name: state_of(name) for name in NODES}
    report = json.loads((folder / "report.json").read_text())
    return Audit(finished.returncode, finished.stdout, report, before, after)


def test_it_fails(audit):
    assert audit.status == 2, audit.output
    assert audit.report["verdict"] == "fail"


def test_every_insecure_item_is_named(audit):
    failed = {name for name, check in audit.checks("required", "high").items() if check["state"] == "fail"}
    assert failed == set().union(*INSECURE.values())
    for name in failed:
        assert f"{name} " in audit.output


@pytest.mark.parametrize("check", ["T1.1", "T1.2", "T1.3", "T1.4", "R4.1", "B2.1", "B3.1", "B3.2", "B4.2"])
def test_it_is_named_on_every_node(audit, check):
    hosts = audit.checks("required", "high", "medium")[check]["hosts"]
    assert {name: found["state"] for name, found in hosts.items()} == dict.fromkeys(NODES, "fail")


def test_public_metrics_are_named(audit):
    assert audit.checks("medium")["B4.2"]["hosts"]["minio1"]["seen"] == {"metrics_authenticated": False}


def test_what_is_well_is_not_named(audit):
    checks = audit.checks("required", "high", "medium")
    assert {name: checks[name]["state"] for name in ("R2.6", "R5.1", "B6.1", "B8.1", "B8.2", "B8.3")} == dict.fromkeys(
        ("R2.6", "R5.1", "B6.1", "B8.1", "B8.2", "B8.3"), "pass"
    )


def test_what_needs_a_credential_says_so(audit):
    reason = audit.checks("high")["R2.4"]["hosts"]["cluster"]["reason"]
    assert reason == "not asked for: give credentials for the Admin API (minio_access_key and minio_secret_key)"


@pytest.mark.parametrize("name", NODES)
@pytest.mark.parametrize("what", ["files", "sums", "processes", "rules"])
def test_the_hosts_are_as_before(audit, name, what):
    assert audit.before[name][what] or what == "rules"
    assert audit.after[name][what] == audit.before[name][what]


def test_no_secret_is_shown(audit):
    assert "planted-" not in audit.output
    assert "planted-" not in json.dumps(audit.report)
