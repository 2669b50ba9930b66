# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_group against a real server."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer


@pytest.fixture
def api(minio: MinioServer) -> t.Iterator[Api]:
    users = Api("minio_user", minio)
    names = ["g-alice", "g-bob"]
    users.ok(users=[{"name": name, "secret_key": "planted-group-1"} for name in names])
    yield Api("minio_group", minio)
    Api("minio_group", minio).ok(groups=[], exclusive=True)
    users.ok(users=[{"name": name, "state": "absent"} for name in names])


def test_create_change_remove(api: Api):
    done = api.settles(groups=[{"name": "g-staff", "members": ["g-bob", "g-alice"]}])
    assert done["diff"]["after"] == {"g-staff": {"members": ["g-alice", "g-bob"], "enabled": True}}
    done = api.settles(groups=[{"name": "g-staff", "members": ["g-bob"]}])
    assert done["diff"]["before"]["g-staff"]["members"] == ["g-alice", "g-bob"]
    # what is left open stays
    done = api.settles(groups=[{"name": "g-staff", "enabled": False}])
    assert done["diff"]["after"] == {"g-staff": {"members": ["g-bob"], "enabled": False}}
    assert not api.ok(groups=[{"name": "g-staff"}])["changed"]
    done = api.settles(groups=[{"name": "g-staff", "members": []}])
    assert done["diff"]["after"]["g-staff"]["members"] == []
    assert api.settles(groups=[{"name": "g-staff", "state": "absent"}])["removed"] == ["g-staff"]


def test_group_without_members_and_group_disabled_from_the_start(api: Api):
    api.settles(groups=[{"name": "g-empty"}, {"name": "g-off", "members": ["g-bob"], "enabled": False}])


def test_group_with_members_is_removed(api: Api):
    api.ok(groups=[{"name": "g-full", "members": ["g-bob"]}])
    api.settles(groups=[{"name": "g-full", "state": "absent"}])


def test_exclusive(api: Api):
    api.ok(groups=[{"name": "g-one"}, {"name": "g-two", "members": ["g-bob"]}])
    assert api.settles(groups=[{"name": "g-one"}], exclusive=True)["removed"] == ["g-two"]


def test_unknown_member(api: Api):
    message = api.error(groups=[{"name": "g-x", "members": ["g-nobody"]}])
    assert "group g-x" in message and "does not exist" in message
