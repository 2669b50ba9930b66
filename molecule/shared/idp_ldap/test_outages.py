# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The directory down, while MinIO runs and when it starts, and back again."""

from __future__ import annotations

import contextlib
import json

import pytest
from minio.error import MinioException


@pytest.fixture
def outage(directory, known):
    """Return a context in which the directory is down."""

    @contextlib.contextmanager
    def during():
        directory(f"systemctl stop {known['service']}")
        try:
            yield
        finally:
            directory(f"systemctl start {known['service']}")

    return during


@pytest.fixture
def audit(play, tmp_path):
    """Return a function that audits the deployment and returns state and reason of every check of the cluster."""

    def run():
        path = tmp_path / "report.json"
        play(playbook="hardening.minio.audit_minio", environment={"MINIO_CHECKLIST_REPORT": str(path)})
        report = json.loads(path.read_text())
        checks = [check for item in report["items"] for check in item["checks"]]
        return {check["id"]: check["hosts"]["cluster"] for check in checks if "cluster" in check["hosts"]}

    return run


def test_all_is_well_at_first(audit):
    found = audit()
    assert {check: found[check]["state"] for check in ("B5.1", "B5.5", "B5.6", "R1.1", "R2.1")} == dict.fromkeys(
        ("B5.1", "B5.5", "B5.6", "R1.1", "R2.1"), "pass"
    )


def test_a_directory_that_goes_down_lets_nobody_new_in(people, outage, audit, wait):
    alice = people.log_in("alice")
    with outage():
        # who is in stays in, and root is not the directory's
        alice.bucket_exists("lab-app")
        people.root().list_buckets()
        assert "LDAP server error" in people.refusal("alice")
        found = audit()
        assert found["B5.6"]["state"] == "fail"
        assert "connect: connection refused" in json.dumps(found["B5.6"]["seen"])
        assert found["B5.5"]["state"] == "pass"
    wait(lambda: people.log_in("alice"))


def test_a_node_that_starts_without_the_directory_lets_root_in_alone(lab, people, outage, audit, wait):
    alice = people.log_in("alice")
    node = lab.hosts("minio")[0]
    before = lab.pid(node, "minio")

    def ask_the_new_process():
        assert lab.pid(node, "minio") not in ("0", before)
        people.root().list_buckets()

    with outage():
        lab.on(node, "systemctl restart --no-block minio")
        wait(ask_the_new_process)
        with pytest.raises(MinioException, match="XMinioIAMNotInitialized"):
            list(alice.list_objects("lab-app"))
        found = audit()
        assert found["B5.5"]["state"] == "fail"
        (seen,) = found["B5.5"]["seen"]["nodes"]
        assert (seen["node"], seen["loaded"]) == (node, False)
        assert "the directory did not answer the server" in seen["error"]
        assert found["B5.6"]["state"] in ("fail", "unknown")
        # who may do what cannot be told then
        assert (found["R1.1"]["state"], found["R2.1"]["state"]) == ("unknown", "unknown")
        assert "XMinioServerNotInitialized" in found["R1.1"]["reason"]
    wait(lambda: people.log_in("alice"))
    wait(lambda: alice.bucket_exists("lab-app"))
    found = audit()
    assert {found[check]["state"] for check in ("B5.1", "B5.5", "B5.6")} == {"pass"}
