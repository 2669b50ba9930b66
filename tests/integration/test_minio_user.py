# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_user against a real server."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio import secrets
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer

ALICE = {"name": "u-alice", "secret_key": "planted-alice-1"}


@pytest.fixture
def api(minio: MinioServer) -> Api:
    return Api("minio_user", minio)


@pytest.fixture
def admin(minio: MinioServer) -> Client:
    return Client({**minio.auth, "validate_certs": True, "timeout": 10})


def test_create_disable_remove(api: Api, admin: Client):
    done = api.settles(users=[ALICE])
    assert done["created"] == ["u-alice"]
    assert done["diff"]["after"] == {"u-alice": {"enabled": True, "secret_key": "(set, not shown)"}}
    assert secrets.accepted(admin, "u-alice", "planted-alice-1")
    done = api.settles(users=[{"name": "u-alice", "enabled": False}])
    assert done["diff"] == {"before": {"u-alice": {"enabled": True}}, "after": {"u-alice": {"enabled": False}}}
    # what is left open stays
    assert not api.ok(users=[{"name": "u-alice"}])["changed"]
    api.settles(users=[{"name": "u-alice", "enabled": True}])
    assert secrets.accepted(admin, "u-alice", "planted-alice-1")
    assert api.settles(users=[{"name": "u-alice", "state": "absent"}])["removed"] == ["u-alice"]


def test_secret_is_changed_only_on_request(api: Api, admin: Client):
    api.ok(users=[ALICE])
    other = [{"name": "u-alice", "secret_key": "planted-alice-2"}]
    assert not api.ok(users=other)["changed"]
    assert secrets.accepted(admin, "u-alice", "planted-alice-1")
    assert api.settles(users=other, update_secret="always")["updated"] == ["u-alice"]
    assert secrets.accepted(admin, "u-alice", "planted-alice-2")
    assert not secrets.accepted(admin, "u-alice", "planted-alice-1")
    api.ok(users=[{"name": "u-alice", "state": "absent"}])


def test_secret_changed_by_somebody_else_is_repaired(api: Api, admin: Client):
    api.ok(users=[ALICE])
    body = {"secretKey": "planted-stranger", "status": "enabled"}
    admin.admin("PUT", "add-user", "take over", {"accessKey": "u-alice"}, body, encrypted=True)
    assert api.settles(users=[ALICE], update_secret="always")["updated"] == ["u-alice"]
    assert secrets.accepted(admin, "u-alice", "planted-alice-1")
    api.ok(users=[{"name": "u-alice", "state": "absent"}])


def test_exclusive(api: Api):
    api.ok(users=[ALICE, {"name": "u-bob", "secret_key": "planted-bob-1"}])
    assert "u-bob" in api.settles(users=[ALICE], exclusive=True)["removed"]
    api.ok(users=[], exclusive=True)


def test_exclusive_spares_the_account_it_works_as(api: Api, minio: MinioServer):
    api.ok(users=[{"name": "u-admin", "secret_key": "planted-admin-1"}, ALICE])
    attachments = Api("minio_policy_attachment", minio)
    attachments.ok(attachments=[{"user": "u-admin", "policies": ["consoleAdmin"]}])
    own = {"access_key": "u-admin", "secret_key": "planted-admin-1"}
    done = api.ok(users=[], exclusive=True, **own)
    assert "u-alice" in done["removed"] and "u-admin" not in done["removed"]
    assert "works as" in api.error(users=[{"name": "u-admin", "enabled": False}], **own)
    attachments.ok(attachments=[{"user": "u-admin", "policies": []}])
    api.ok(users=[], exclusive=True)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"name": "u-x"}, ["'u-x'", "no secret_key"]),
        ({"name": "u-x", "secret_key": "short"}, ["'u-x'", "5 characters"]),
        ({"name": "root-of-tests", "secret_key": "planted-x-1"}, ["works as"]),
        ({"name": "x", "secret_key": "planted-x-1"}, ["cannot write user x"]),
    ],
)
def test_wrong_input(api: Api, admin: Client, entry, words):
    message = api.error(users=[ALICE | {"name": "u-first"}, entry] if len(entry["name"]) > 1 else [entry])
    assert all(word in message for word in words), message
    # nothing was changed, not even by the entries before
    assert "u-first" not in (admin.admin("GET", "list-users", "list", encrypted=True) or {})
