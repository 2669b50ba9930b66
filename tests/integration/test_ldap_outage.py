# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""MinIO while its directory is down, and back: who is let in, and what the evidence says."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import ApiError, Client
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.process import ServerProcess
from tests.integration.servers.slapd import Slapd
from tests.lab.ldap import entries

PROBE = {"username": "alice", "password": entries.USER_PASSWORD, "policies": ["readonly"]}
PATIENCE = 600


class Deployment(t.NamedTuple):
    """A server and its directory."""

    minio: MinioServer
    slapd: Slapd

    def admin(self) -> Client:
        """Return a client that works as root."""
        return Client({**self.minio.auth, "validate_certs": True, "timeout": 30})

    def states(self) -> dict[str, str]:
        """Return the states of the checks that look at LDAP, by what the server tells now."""
        found = Api("minio_cluster_info", self.minio).ok(ldap_probe=PROBE)["cluster"]
        wanted = ("B5.1", "B5.5", "B5.6", "R1.1", "R2.1")
        checks = [check for check in catalogue.checks("cluster") if check.id in wanted]
        return {check.id: judge.judge(check, {"cluster": found}, ("api",), ())["state"] for check in checks}

    def logs_in(self) -> bool:
        """Return whether alice is let in."""
        answer = Api("minio_sts_info", self.minio).ok(ldap={"username": "alice", "password": entries.USER_PASSWORD})
        return bool(answer["logins"][0]["accepted"])


@pytest.fixture(scope="module")
def deployment(start_minio: t.Callable[..., MinioServer], start_slapd: t.Callable[..., Slapd]) -> Deployment:
    slapd, minio = start_slapd(), start_minio()
    Api("minio_service_account", minio).ok(
        service_accounts=[{"access_key": "of-root", "parent": minio.access_key, "secret_key": "planted-key-secret"}]
    )
    Api("minio_idp_ldap", minio).ok(**slapd.settings, server_addr=slapd.address)
    minio.restart()
    staff = {"group": "cn=staff,ou=groups,dc=example,dc=net", "policies": ["readonly"]}
    Api("minio_ldap_policy_attachment", minio).ok(attachments=[staff])
    return Deployment(minio, slapd)


GOOD = dict.fromkeys(("B5.1", "B5.5", "B5.6", "R1.1", "R2.1"), "pass")


def test_all_is_well(deployment: Deployment):
    assert deployment.logs_in()
    assert deployment.states() == GOOD


def test_a_directory_that_goes_down_lets_nobody_new_in(deployment: Deployment):
    deployment.slapd.stop()
    try:
        assert not deployment.logs_in()
        assert deployment.states() == {**GOOD, "B5.6": "fail"}
        assert deployment.admin().s3.list_buckets() == []
        of_root = deployment.admin().working_as("of-root", "planted-key-secret")
        assert of_root.s3.list_buckets() == []
    finally:
        deployment.slapd.start()
    assert deployment.logs_in()


def test_a_node_that_starts_without_it_lets_root_in_alone(deployment: Deployment):
    deployment.slapd.stop()
    try:
        deployment.minio.restart(waiting=False)
        ServerProcess.wait(lambda: deployment.admin().s3.list_buckets() == [], PATIENCE)
        assert not deployment.minio.is_ready()
        of_root = deployment.admin().working_as("of-root", "planted-key-secret")
        with pytest.raises(ApiError, match="IAMNotInitialized"), of_root.asking("list buckets"):
            of_root.s3.list_buckets()
        states = deployment.states()
        assert (states["B5.1"], states["B5.5"]) == ("pass", "fail")
        assert {states["R1.1"], states["R2.1"], states["B5.6"]} == {"unknown"}
    finally:
        deployment.slapd.start()
    # it goes on by itself
    ServerProcess.wait(deployment.minio.is_ready, PATIENCE)
    assert deployment.logs_in()
    assert deployment.states() == GOOD


def test_root_removes_a_directory_that_does_not_come_back(deployment: Deployment):
    deployment.slapd.stop()
    deployment.minio.restart(waiting=False)
    ServerProcess.wait(lambda: deployment.admin().s3.list_buckets() == [], PATIENCE)
    removed = Api("minio_idp_ldap", deployment.minio).ok(state="absent")
    assert removed["removed"] == ["_"] and removed["restart_required"]
    deployment.minio.restart()
    assert not Api("minio_idp_ldap", deployment.minio).ok(state="absent")["restart_required"]
