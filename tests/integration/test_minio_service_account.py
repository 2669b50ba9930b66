# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_service_account against a real server."""

from __future__ import annotations

import datetime
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio import secrets
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer

POLICY = {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::app/*"}]}


def in_days(days: float) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return moment.replace(microsecond=0).isoformat()


def account(**options: t.Any) -> dict[str, t.Any]:
    return {"access_key": "s-app", "parent": "s-alice", "secret_key": "planted-app-1", **options}


@pytest.fixture
def api(minio: MinioServer) -> t.Iterator[Api]:
    users = Api("minio_user", minio)
    users.ok(users=[{"name": "s-alice", "secret_key": "planted-alice-1"}])
    yield Api("minio_service_account", minio)
    Api("minio_service_account", minio).ok(service_accounts=[], exclusive=True)
    users.ok(users=[{"name": "s-alice", "state": "absent"}])


@pytest.fixture
def admin(minio: MinioServer) -> Client:
    return Client({**minio.auth, "validate_certs": True, "timeout": 10})


def test_create_change_remove(api: Api, admin: Client):
    whole = account(policy=POLICY, name="app", description="Web", expiration=in_days(30))
    done = api.settles(service_accounts=[whole])
    assert done["created"] == ["s-app"]
    after = done["diff"]["after"]["s-app"]
    assert after["parent"] == "s-alice" and after["policy"]["Statement"][0]["Resource"] == ["arn:aws:s3:::app/*"]
    assert secrets.accepted(admin, "s-app", "planted-app-1")
    assert api.settles(service_accounts=[account(description="Site", enabled=False)])["updated"] == ["s-app"]
    api.settles(service_accounts=[account(enabled=True, expiration="never")])
    assert secrets.accepted(admin, "s-app", "planted-app-1")
    assert api.settles(service_accounts=[{"access_key": "s-app", "state": "absent"}])["removed"] == ["s-app"]


def test_change_of_something_else_keeps_the_policy(api: Api):
    """An update that says nothing of the policy would have the server take it away."""
    api.ok(service_accounts=[account(policy=POLICY)])
    api.ok(service_accounts=[account(description="changed")])
    assert not api.ok(service_accounts=[account(policy=POLICY)])["changed"]
    done = api.settles(service_accounts=[account(policy={})])
    assert done["diff"]["after"]["s-app"]["policy"] == "(that of the parent)"
    assert api.settles(service_accounts=[account(policy=POLICY)])["updated"] == ["s-app"]


def test_secret_is_changed_only_on_request(api: Api, admin: Client):
    api.ok(service_accounts=[account()])
    other = [account(secret_key="planted-app-2")]
    assert not api.ok(service_accounts=other)["changed"]
    api.settles(service_accounts=other, update_secret="always")
    assert secrets.accepted(admin, "s-app", "planted-app-2")


def test_disabled_from_the_start_keeps_its_policy(api: Api):
    api.settles(service_accounts=[account(enabled=False, policy=POLICY)])


def test_account_of_root(api: Api, minio: MinioServer):
    api.settles(service_accounts=[account(parent=minio.access_key)])


def test_new_ones_expire_unless_they_are_told_otherwise(api: Api):
    after = api.ok(service_accounts=[account()], lifetime=90)["diff"]["after"]["s-app"]
    assert in_days(89.9) < after["expiration"] <= in_days(90)
    # what exists is left as it is
    assert not api.ok(service_accounts=[account()], lifetime=30)["changed"]
    api.ok(service_accounts=[account(expiration="never")], lifetime=30)
    assert not api.ok(service_accounts=[account(expiration="never")], lifetime=30)["changed"]
    named = account(access_key="s-named", expiration=in_days(5))
    never = account(access_key="s-never", expiration="never")
    shown = api.ok(service_accounts=[named, never], lifetime=30)["diff"]["after"]
    assert shown["s-named"]["expiration"] < in_days(6) and shown["s-never"]["expiration"] is None
    assert "lifetime is 365" in api.error(service_accounts=[], lifetime=365)


def test_exclusive(api: Api):
    other = account(access_key="s-other")
    api.ok(service_accounts=[account(), other])
    assert api.settles(service_accounts=[other], exclusive=True)["removed"] == ["s-app"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"access_key": "s-app"}, ["'s-app'", "no parent"]),
        ({"access_key": "s-app", "parent": "s-alice"}, ["'s-app'", "no secret_key"]),
        (account(parent="s-nobody"), ["s-nobody", "does not exist"]),
        (account(expiration="tomorrow"), ["'tomorrow'"]),
        (account(expiration="2027-01-01T00:00:00"), ["time zone"]),
        (account(expiration=in_days(500)), ["365 days"]),
        (account(expiration=in_days(-1)), ["15 minutes"]),
        (account(policy={"Statement": [{"Effect": "Allow"}]}), ["'s-app'", "no Action"]),
    ],
)
def test_wrong_input(api: Api, entry, words):
    message = api.error(service_accounts=[entry])
    assert all(word in message for word in words), message


def test_what_cannot_be_changed(api: Api):
    api.ok(service_accounts=[account(description="Web")])
    assert "cannot be moved" in api.error(service_accounts=[account(parent="root-of-tests")])
    assert "not take it away" in api.error(service_accounts=[account(description="")])
