# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_canary, minio_iam_resave and what the drives show, before and after KES is connected to a real MinIO."""

from __future__ import annotations

import io
import typing as t

import pytest
import urllib3
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._evidence import canary, stored_iam
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context
from ansible_collections.hardening.minio.plugins.module_utils._minio import secrets
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from minio.credentials import AssumeRoleProvider

from tests.integration.api import Api
from tests.integration.conftest import Start
from tests.integration.servers.kes import KesServer
from tests.integration.servers.minio import MinioServer

POLICY = {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::app/*"}]}
SECRETS = (b"planted-alice", b"planted-bob", b"planted-app", b"planted-token")


def look(collector: t.Any, server: MinioServer, **params: t.Any) -> t.Any:
    """Run a collector on the drives of a server."""
    context = Context(params=params)
    context.results["minio"] = {"files": {"data": [{"path": str(drive)} for drive in server.drives]}}
    return collector.collect(context)


def admin_of(server: MinioServer) -> Client:
    return Client({**server.auth, "validate_certs": True, "timeout": 10})


def in_clear(server: MinioServer, below: str = "config") -> set[bytes]:
    """Return the secrets that are somewhere below a directory of the server's own on the drives."""
    contents = [
        path.read_bytes()
        for drive in server.drives
        for path in (drive / ".minio.sys" / below).rglob("*")
        if path.is_file()
    ]
    return {secret for secret in SECRETS if any(secret in content for content in contents)}


@pytest.fixture(scope="module")
def server(start_minio: Start) -> MinioServer:
    """Return a server of its own with two erasure sets."""
    return start_minio(drives=8, environment={"MINIO_ERASURE_SET_DRIVE_COUNT": "4"})


def canaries_seen(server: MinioServer, **params: t.Any) -> tuple[dict[str, t.Any], dict[str, t.Any]]:
    api = Api("minio_canary", server)
    put = api.ok(**params)
    try:
        return put, look(canary, server, canaries=put["canaries"])
    finally:
        api.ok(state="absent", **params)


def test_clear_objects_are_seen_on_every_drive(server: MinioServer):
    put, seen = canaries_seen(server)
    assert put["answer"]["encrypted"] is False
    assert {item["size"] for item in put["answer"]["objects"]} == {65536, 1048576}
    assert seen["encrypted"] is False
    assert [drive["encrypted"] for drive in seen["drives"]] == [False] * 8
    assert all(drive["objects"] >= 2 for drive in seen["drives"])


def test_bucket_is_removed_only_if_it_was_made_for_canaries(server: MinioServer):
    admin, api = admin_of(server), Api("minio_canary", server)
    api.ok()
    assert api.ok(state="absent", check=True)["changed"]
    assert api.ok(state="absent")["removed"] >= 4
    assert not admin.s3.bucket_exists("hardening-minio-canary")
    assert not api.ok(state="absent")["changed"]
    admin.s3.make_bucket("kept")
    api.ok(bucket="kept")
    api.ok(bucket="kept", state="absent")
    assert admin.s3.bucket_exists("kept") and not list(admin.s3.list_objects("kept"))
    admin.s3.remove_bucket("kept")


def test_objects_of_others_stay(server: MinioServer):
    admin, api = admin_of(server), Api("minio_canary", server)
    api.ok()
    admin.s3.fput_object("hardening-minio-canary", "somebody", __file__)
    api.ok(state="absent")
    assert [item.object_name for item in admin.s3.list_objects("hardening-minio-canary")] == ["somebody"]
    admin.s3.remove_object("hardening-minio-canary", "somebody")
    api.ok(state="absent")


def test_stale_canaries_go_first(server: MinioServer):
    api = Api("minio_canary", server)
    first = api.ok()["canaries"]
    second = api.ok()["canaries"]
    stored = {item.object_name for item in admin_of(server).s3.list_objects("hardening-minio-canary")}
    assert stored == {item["object"] for item in second} and not stored & {item["object"] for item in first}
    api.ok(state="absent")


def test_bucket_that_keeps_objects_is_refused(server: MinioServer):
    from minio.commonconfig import GOVERNANCE
    from minio.objectlockconfig import DAYS, ObjectLockConfig

    admin = admin_of(server)
    admin.s3.make_bucket("locked", object_lock=True)
    admin.s3.set_object_lock_config("locked", ObjectLockConfig(GOVERNANCE, 1, DAYS))
    api = Api("minio_canary", server)
    refusal = api.error(bucket="locked")
    assert "'locked'" in refusal
    reported = api.ok(bucket="locked", refusal="report")
    assert (reported["changed"], reported["canaries"], reported["answer"]) == (False, [], {"error": refusal})
    assert api.error(bucket="lo", state="absent", refusal="report")
    admin.s3.remove_bucket("locked")


def test_check_mode_puts_nothing(server: MinioServer):
    result = Api("minio_canary", server).ok(check=True)
    assert result["canaries"] == [] and result["answer"] is None
    assert not admin_of(server).s3.bucket_exists("hardening-minio-canary")


def test_no_canary_on_a_drive_is_no_proof(server: MinioServer):
    seen = look(canary, server, canaries=[{"bucket": "nowhere", "object": "nothing", "byte": 67}])
    assert seen["encrypted"] is None and "no canary object" in seen["drives"][0]["reasons"][0]
    assert look(canary, server, canaries=[]) is None


def test_drives_that_are_not_known_are_an_error(server: MinioServer):
    context = Context(params={"scan_iam": True})
    context.results["minio"] = {"error": "no permission"}
    with pytest.raises(HardeningError, match="drives"):
        stored_iam.collect(context)
    context.results["minio"] = None
    assert stored_iam.collect(context) is None


def test_saving_again_needs_a_kms(server: MinioServer):
    assert "no KMS" in Api("minio_iam_resave", server).error()


def test_from_clear_to_encrypted(server: MinioServer, kes: KesServer):
    """Users, service accounts and configuration are found in clear, saved again, and work as before."""
    admin = admin_of(server)
    users = [
        {"name": "alice", "secret_key": "planted-alice-1"},
        {"name": "bob", "secret_key": "planted-bob-1", "enabled": False},
    ]
    Api("minio_user", server).ok(users=users)
    Api("minio_policy_attachment", server).ok(attachments=[{"user": "alice", "policies": ["consoleAdmin"]}])
    accounts = [
        {
            "access_key": "app-1",
            "parent": "alice",
            "secret_key": "planted-app-1",
            "policy": POLICY,
            "description": "Web",
        },
        {"access_key": "app-2", "parent": server.access_key, "secret_key": "planted-app-2", "enabled": False},
    ]
    Api("minio_service_account", server).ok(service_accounts=accounts)
    webhook = b'audit_webhook:one endpoint="http://127.0.0.1:1" auth_token="planted-token"'
    admin.admin("PUT", "set-config-kv", "configure", body=webhook, encrypted=True)
    pool = urllib3.PoolManager(ca_certs=str(server.ca_path))
    AssumeRoleProvider(
        sts_endpoint=server.url,
        access_key="alice",
        secret_key="planted-alice-1",
        http_client=pool,
        duration_seconds=3600,
    ).retrieve()
    configuration = admin.admin("GET", "config", "read", encrypted=True)

    server.restart({**server.environment, **kes.minio_environment, "MINIO_KMS_AUTO_ENCRYPTION": "on"})
    before = look(stored_iam, server, scan_iam=True)
    assert before["drives"] == 8
    found = {kind: counts["clear"] > 0 for kind, counts in before["kinds"].items() if kind != "trash"}
    assert found == dict.fromkeys(stored_iam.KINDS, True)
    assert before["kinds"]["temporary"]["last_expiration"].startswith("20")
    assert in_clear(server)

    resave = Api("minio_iam_resave", server)
    assert resave.ok(check=True)["resaved"] == {}
    assert look(stored_iam, server, scan_iam=True) == before
    done = resave.ok()
    assert done["resaved"]["users"] == ["alice", "bob"]
    assert done["resaved"]["service_accounts"] == ["app-1", "app-2"]

    after = look(stored_iam, server, scan_iam=True)
    assert after["clear"] == 0 and after["kinds"]["temporary"]["clear"] > 0
    assert after["kinds"]["users"]["encrypted"] > 0 and after["kinds"]["configuration_history"]["entries"] == 0
    assert in_clear(server) == set()
    # what was replaced, which the server removes in its time or when it starts
    assert in_clear(server, "tmp") and after["kinds"]["trash"]["clear"] > 0

    # also after everything was read from the drives again
    server.restart()
    server.process.wait(lambda: in_clear(server, "tmp") == set(), 30)
    assert look(stored_iam, server, scan_iam=True)["kinds"]["trash"]["clear"] == 0
    assert secrets.accepted(admin, "alice", "planted-alice-1")
    assert secrets.accepted(admin, "app-1", "planted-app-1")
    assert not Api("minio_user", server).ok(users=users)["changed"]
    assert not Api("minio_service_account", server).ok(service_accounts=accounts)["changed"]
    assert admin.admin("GET", "config", "read", encrypted=True) == configuration


def test_an_administrator_saves_himself_again(server: MinioServer):
    own = {"access_key": "alice", "secret_key": "planted-alice-1"}
    assert "alice" in Api("minio_iam_resave", server).ok(kinds=["users"], **own)["resaved"]["users"]
    assert secrets.accepted(admin_of(server), "alice", "planted-alice-1")


def test_encrypted_objects_are_proven_on_every_drive(server: MinioServer):
    put, seen = canaries_seen(server)
    assert put["answer"]["encrypted"] is True
    assert {item["key"] for item in put["answer"]["objects"]} == {KesServer.key_name}
    assert seen["encrypted"] is True
    assert [drive["encrypted"] for drive in seen["drives"]] == [True] * 8


def test_compressed_object_is_no_proof(start_minio: Start):
    """Compression hides the bytes of an object as encryption does."""
    other = start_minio(environment={"MINIO_COMPRESSION_ENABLE": "on", "MINIO_COMPRESSION_EXTENSIONS": ".txt"})
    admin = admin_of(other)
    admin.s3.make_bucket("squeezed")
    admin.s3.put_object("squeezed", "one.txt", io.BytesIO(b"C" * 65536), 65536)
    seen = look(canary, other, canaries=[{"bucket": "squeezed", "object": "one.txt", "byte": 67}])
    assert seen["encrypted"] is None
    assert all("compressed" in drive["reasons"][0] for drive in seen["drives"])
    other.close()


def test_kms_that_does_not_work_is_told_first(server: MinioServer, kes: KesServer):
    kes.stop()
    try:
        assert "nothing was touched" in Api("minio_iam_resave", server).error()
    finally:
        kes.start()
