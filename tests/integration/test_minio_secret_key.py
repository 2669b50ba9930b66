# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_secret_key against a real server: another secret key is taken at every node, or the old one comes back."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.process import free_port

OLD, NEW = "planted-old-secret", "planted-new-secret"
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["admin:*"]}]}


@pytest.fixture(scope="module")
def server(start_minio: t.Callable[..., MinioServer]) -> MinioServer:
    return start_minio(drives=1)


@pytest.fixture(scope="module")
def other(start_minio: t.Callable[..., MinioServer]) -> MinioServer:
    """Return a server that knows nothing of the accounts, as a node that was cut off."""
    return start_minio(drives=1)


@pytest.fixture(params=["user", "key"])
def account(request, server) -> str:
    """Return the name of an account with its old secret key, a user or a service account with a policy of its own."""
    name = f"r-{request.param}"
    Api("minio_user", server).ok(users=[{"name": "r-user", "secret_key": OLD}], update_secret="always")
    Api("minio_policy_attachment", server).ok(attachments=[{"user": "r-user", "policies": ["consoleAdmin"]}])
    Api("minio_service_account", server).ok(
        service_accounts=[{"access_key": "r-key", "parent": "r-user", "secret_key": OLD, "policy": POLICY}],
        update_secret="always",
    )
    return name


@pytest.fixture
def state(server) -> t.Callable[[str, str], str]:
    api = Api("minio_credential_info", server)
    return lambda name, secret_key: api.ok(access_key=name, secret_key=secret_key)["credential"]["state"]


def test_the_account_itself_sets_it(server, account, state):
    api = Api("minio_secret_key", server)
    options = {"access_key": account, "secret_key": NEW, "previous_secret_key": OLD, "node_urls": {"one": server.url}}
    assert api.ok(check=True, **options)["changed"]
    assert state(account, OLD) == "accepted"
    done = api.ok(**options)
    assert done["changed"] and done["nodes"] == ["one"]
    assert (state(account, OLD), state(account, NEW)) == ("wrong_secret", "accepted")
    assert not api.ok(**options)["changed"]
    assert not api.ok(check=True, **options)["changed"]
    # all else stays
    if account == "r-key":
        kept = [{"access_key": "r-key", "policy": POLICY}]
        assert not Api("minio_service_account", server).ok(service_accounts=kept)["changed"]
    told = Api("minio_credential_info", server).ok(access_key=account, secret_key=NEW)["credential"]
    assert told["administers"]


def test_another_administrator_sets_it(server, account, state):
    root = {"access_key": server.access_key, "secret_key": server.secret_key}
    wrong = {"access_key": server.access_key, "secret_key": "planted-not-root-s"}
    done = Api("minio_secret_key", server).ok(access_key=account, secret_key=NEW, others=[wrong, root])
    assert done["changed"]
    assert (state(account, OLD), state(account, NEW)) == ("wrong_secret", "accepted")


def test_it_comes_back_where_a_node_does_not_take_the_new_one(server, other, account, state):
    Api("minio_user", other).ok(users=[{"name": "r-user", "secret_key": OLD}], update_secret="always")
    Api("minio_service_account", other).ok(
        service_accounts=[{"access_key": "r-key", "parent": "r-user", "secret_key": OLD}], update_secret="always"
    )
    nodes = {"one": server.url, "cut-off": other.url}
    message = Api("minio_secret_key", server).error(
        access_key=account, secret_key=NEW, previous_secret_key=OLD, node_urls=nodes, wait=3
    )
    assert (
        "was not taken: cut-off says wrong_secret; cut-off still takes the old one; the old one was put back" in message
    )
    assert (state(account, OLD), state(account, NEW)) == ("accepted", "wrong_secret")


def test_one_that_is_not_known_cannot_come_back(server, other, state):
    Api("minio_user", server).ok(users=[{"name": "r-lost", "secret_key": OLD}])
    Api("minio_user", other).ok(users=[{"name": "r-lost", "secret_key": OLD}])
    root = {"access_key": server.access_key, "secret_key": server.secret_key}
    message = Api("minio_secret_key", server).error(
        access_key="r-lost", secret_key=NEW, others=[root], node_urls={"one": server.url, "cut-off": other.url}, wait=3
    )
    assert "the old one is not known here" in message
    assert state("r-lost", NEW) == "accepted"


def test_nothing_changes_while_a_node_cannot_be_asked(server, account, state):
    nodes = {"one": server.url, "two": f"https://127.0.0.1:{free_port()}"}
    message = Api("minio_secret_key", server).error(
        access_key=account, secret_key=NEW, previous_secret_key=OLD, node_urls=nodes
    )
    assert "nothing was changed" in message and "two: " in message and "nothing listens there" in message
    assert state(account, OLD) == "accepted"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"secret_key": NEW}, ["nobody who may set", "r-user"]),
        ({"secret_key": NEW, "previous_secret_key": "planted-not-it"}, ["nobody who may set", "r-user"]),
        ({"secret_key": NEW, "others": [{"access_key": "r-clerk", "secret_key": OLD}]}, ["nobody who may set"]),
        ({"secret_key": "planted", "previous_secret_key": OLD}, ["7 characters", "8 or more"]),
        ({"access_key": "r-stranger", "secret_key": NEW}, ["r-stranger is no account"]),
        ({"access_key": "r-asleep", "secret_key": NEW}, ["r-asleep is disabled"]),
    ],
)
def test_wrong_input(server, state, options, words):
    Api("minio_user", server).ok(
        users=[
            {"name": "r-user", "secret_key": OLD},
            {"name": "r-clerk", "secret_key": OLD},
            {"name": "r-asleep", "secret_key": OLD, "enabled": False},
        ],
        update_secret="always",
    )
    message = Api("minio_secret_key", server).error(**{"access_key": "r-user", **options})
    assert all(word in message for word in words), message
    assert state("r-user", OLD) == "accepted"
