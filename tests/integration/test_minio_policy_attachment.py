# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_policy_attachment against a real server."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer


@pytest.fixture
def api(minio: MinioServer) -> t.Iterator[Api]:
    users, groups = Api("minio_user", minio), Api("minio_group", minio)
    users.ok(users=[{"name": "a-alice", "secret_key": "planted-attach-1"}])
    groups.ok(groups=[{"name": "a-staff", "members": ["a-alice"]}])
    attachments = Api("minio_policy_attachment", minio)
    yield attachments
    attachments.ok(attachments=[], exclusive=True)
    groups.ok(groups=[{"name": "a-staff", "state": "absent"}])
    users.ok(users=[{"name": "a-alice", "state": "absent"}])


def test_attach_change_detach(api: Api):
    done = api.settles(
        attachments=[
            {"user": "a-alice", "policies": ["readonly"]},
            {"group": "a-staff", "policies": ["writeonly", "readonly"]},
        ]
    )
    assert done["created"] == ["user:a-alice", "group:a-staff"]
    assert done["diff"]["after"]["group:a-staff"] == {"policies": ["readonly", "writeonly"]}
    done = api.settles(attachments=[{"group": "a-staff", "policies": ["diagnostics", "readonly"]}])
    assert done["updated"] == ["group:a-staff"]
    api.settles(attachments=[{"user": "a-alice", "policies": []}])


def test_policy_attached_by_somebody_else_is_taken_away(api: Api):
    api.ok(attachments=[{"user": "a-alice", "policies": ["readonly", "consoleAdmin"]}])
    done = api.settles(attachments=[{"user": "a-alice", "policies": ["readonly"]}])
    assert done["diff"]["before"] == {"user:a-alice": {"policies": ["consoleAdmin", "readonly"]}}


def test_exclusive(api: Api):
    both = [{"user": "a-alice", "policies": ["readonly"]}, {"group": "a-staff", "policies": ["readonly"]}]
    api.ok(attachments=both)
    assert api.settles(attachments=both[:1], exclusive=True)["removed"] == ["group:a-staff"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"user": "a-alice", "policies": ["nope"]}, ["attach nope", "does not exist"]),
        ({"user": "a-nobody", "policies": ["readonly"]}, ["user a-nobody", "does not exist"]),
        ({"policies": ["readonly"]}, ["user, group"]),
        ({"user": "a-alice", "group": "a-staff", "policies": []}, ["mutually exclusive"]),
    ],
)
def test_wrong_input(api: Api, entry, words):
    message = api.error(attachments=[entry])
    assert all(word in message for word in words), message


def test_several_are_written_and_taken_away(api: Api, minio: MinioServer):
    """All but the first go another way."""
    groups = Api("minio_group", minio)
    names = [f"a-team-{number}" for number in range(3)]
    groups.ok(groups=[{"name": name, "members": []} for name in names])
    done = api.settles(attachments=[{"group": name, "policies": ["readonly", "writeonly"]} for name in names])
    assert done["created"] == [f"group:{name}" for name in names]
    api.settles(attachments=[{"group": name, "policies": ["diagnostics"]} for name in names])
    api.settles(attachments=[{"group": name, "policies": []} for name in names])
    for wrong, part in (
        ({"group": "a-nobody", "policies": ["readonly"]}, "a-nobody"),
        ({"user": "a-nobody", "policies": ["readonly"]}, "a-nobody"),
        ({"group": names[1], "policies": ["no-such"]}, "no-such"),
    ):
        assert part in api.error(attachments=[{"group": names[0], "policies": ["readonly"]}, wrong])
        api.ok(attachments=[{"group": names[0], "policies": []}])
    groups.ok(groups=[{"name": name, "state": "absent"} for name in names])
