# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_user against a real server."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio import bulk, secrets
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


CROWD = [{"name": f"u-many-{number}", "secret_key": f"planted-many-{number}"} for number in range(2 * bulk.MANY)]
NOBODY = [{"name": user["name"], "state": "absent"} for user in CROWD]


def test_many_are_written_in_one_call(api: Api, admin: Client):
    crowd = [{**CROWD[0], "enabled": False}, *CROWD[1:]]
    assert len(api.settles(users=crowd)["created"]) == len(crowd)
    found = admin.admin("GET", "list-users", "list", encrypted=True)
    assert [found[user["name"]]["status"] for user in crowd] == ["disabled", *["enabled"] * (len(crowd) - 1)]
    assert secrets.accepted(admin, CROWD[1]["name"], CROWD[1]["secret_key"])
    changed = [{**user, "secret_key": f"{user['secret_key']}-new"} for user in crowd[1:]]
    assert len(api.settles(users=changed, update_secret="always")["updated"]) == len(changed)
    assert secrets.accepted(admin, CROWD[1]["name"], f"{CROWD[1]['secret_key']}-new")
    api.ok(users=NOBODY)


def test_one_of_many_that_the_server_does_not_take(api: Api, admin: Client):
    wrong = {"name": "u-many-edge ", "secret_key": "planted-edge"}
    assert "write user u-many-edge" in api.error(users=[*CROWD, wrong])
    # the others are there, and the next run goes on
    assert api.ok(users=[*CROWD, {**wrong, "name": "u-many-edge"}])["created"] == ["u-many-edge"]
    api.ok(users=[*NOBODY, {"name": "u-many-edge", "state": "absent"}])


def test_many_by_who_may_not_import(api: Api, admin: Client):
    may = ["admin:CreateUser", "admin:ListUsers", "admin:DeleteUser"]
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": may}]}
    admin.admin("PUT", "add-canned-policy", "write", {"name": "u-creates"}, document)
    api.ok(users=[{"name": "u-creator", "secret_key": "planted-creator"}])
    body = {"policies": ["u-creates"], "user": "u-creator"}
    admin.admin("POST", "idp/builtin/policy/attach", "attach", body=body, encrypted=True)
    credential = {"access_key": "u-creator", "secret_key": "planted-creator"}
    assert len(api.ok(users=CROWD, **credential)["created"]) == len(CROWD)
    api.ok(users=NOBODY, **credential)
    api.ok(users=[{"name": "u-creator", "state": "absent"}])
    admin.admin("DELETE", "remove-canned-policy", "remove", {"name": "u-creates"})


def test_secrets_are_not_sent_to_a_server_that_is_not_proven(api: Api, admin: Client):
    """Without the encryption of the call for one, only TLS keeps them."""
    trusting = Client({**api.server.auth, "validate_certs": False, "timeout": 120})
    assert admin.is_private and not trusting.is_private
    secrets_of, enabled = {user["name"]: user["secret_key"] for user in CROWD}, {user["name"]: True for user in CROWD}
    assert bulk.users(trusting, secrets_of, enabled) == set()
    assert "u-many-0" not in admin.admin("GET", "list-users", "list", encrypted=True)
