# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit of hosts on which no server runs proves nothing, refutes nothing, and says so of every check."""

from __future__ import annotations

import json
import pathlib
import sys
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.filter.declared_release import declared_release

from tests.integration import playbook
from tests.integration.servers.process import free_port

PLANTED = "planted-root-secret-of-audit"
HOSTS = {"host1": {}, "host2": {}}
GROUPS = {"minio": {"hosts": {"host1": {}}}, "kes": {"hosts": {"host2": {}}}}


class Audit(t.NamedTuple):
    """What an audit left behind."""

    status: int
    output: str
    report: dict[str, t.Any]

    def checks(self) -> t.Iterator[tuple[str, str, dict[str, t.Any]]]:
        """Yield every check's verdict by check and host."""
        for item in self.report["items"]:
            for check in item["checks"]:
                for host, found in check["hosts"].items():
                    yield check["id"], host, found


def audit(folder: pathlib.Path, inventory: dict[str, t.Any], **variables: t.Any) -> Audit:
    """Audit hosts on which no process runs but the audit's own."""
    given = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable, **variables}
    (folder / "inventory.json").write_text(json.dumps({"all": {**inventory, "vars": given}}))
    finished = playbook.run(
        folder,
        "-vvv",
        "-i",
        "inventory.json",
        "hardening.minio.audit_minio",
        environment={
            "ANSIBLE_CALLBACKS_ENABLED": "hardening.minio.checklist",
            "MINIO_CHECKLIST_REPORT": "report.json",
        },
        alone=True,
    )
    output = finished.stdout + finished.stderr
    assert (folder / "report.json").exists(), output[-3000:]
    return Audit(finished.returncode, output, json.loads((folder / "report.json").read_text()))


@pytest.fixture(
    scope="module",
    params=[
        ({"hosts": HOSTS}, {}),
        ({"children": GROUPS}, {}),
        ({"children": GROUPS}, {"minio_root_user": "root-of-audit", "minio_checklist_canary": True}),
    ],
    ids=["names", "groups", "credentials"],
)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Return an audit of hosts: without a group, in groups, and with credentials for an API that nobody serves."""
    inventory, variables = request.param
    if "minio_root_user" in variables:
        url = f"https://127.0.0.1:{free_port()}"
        variables = {**variables, "minio_root_password": PLANTED, "minio_api_url": url}
    return audit(tmp_path_factory.mktemp("audit"), inventory, **variables)


def test_the_run_fails_and_says_why(found: Audit):
    assert found.status == 2
    assert "neither MinIO nor KES runs on host1, host2: name the hosts where they run" in found.output
    assert "Traceback" not in found.output
    assert PLANTED not in found.output


def test_hosts_are_asked_for_the_programs_that_the_inventory_declares(tmp_path: pathlib.Path):
    """A release without the SHA-256 of its program has that of the asset."""
    stated = {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z"}
    server = {"minio_server_source": "file", "minio_server_sha256": "ab" * 32, "minio_server_release": stated}
    output = audit(tmp_path, {"children": GROUPS}, **server, minio_kes_source="kes").output
    assert "neither MinIO nor KES runs on host1, host2" in output
    assert "ab" * 32 in output and stated["version"] in output
    assert all(one in output for one in declared_release("kes")["sha256"])


def test_nothing_is_proven_or_refuted(found: Audit):
    assert found.report["verdict"] == "fail"
    assert {item["state"] for item in found.report["items"]} == {"unknown", "not_applicable"}
    states = {(name, host): verdict["state"] for name, host, verdict in found.checks()}
    assert {key: state for key, state in states.items() if state not in ("unknown", "not_applicable")} == {}
    # agreement with what nobody declared
    assert {name for (name, _host), state in states.items() if state == "not_applicable"} <= {"R1.3", "R4.2"}


def test_every_verdict_says_why(found: Audit):
    assert [(name, host) for name, host, verdict in found.checks() if not verdict["reason"]] == []
    assert [item["id"] for item in found.report["items"] if not item["checks"] and not item["reason"]] == []
