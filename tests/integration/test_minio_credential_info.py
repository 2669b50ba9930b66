# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_credential_info against a real server: every kind of account, and every way to be refused."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.process import free_port

LIMITED = {
    "Statement": [
        {"Effect": "Allow", "Action": "admin:*"},
        {"Effect": "Deny", "Action": "admin:CreatePolicy"},
    ]
}
LISTING = {"Statement": [{"Effect": "Allow", "Action": ["admin:ListUsers", "admin:ServerInfo"]}]}


@pytest.fixture(scope="module")
def server(start_minio: t.Callable[..., MinioServer]) -> MinioServer:
    """Return a server with one account of each kind."""
    minio = start_minio(drives=1)
    names = ("chief", "deputy", "clerk", "nobody", "asleep")
    Api("minio_user", minio).ok(
        users=[
            *({"name": f"c-{name}", "secret_key": f"planted-{name}-1", "enabled": name != "asleep"} for name in names),
        ]
    )
    Api("minio_policy", minio).ok(
        policies=[{"name": "c-limited", "policy": LIMITED}, {"name": "c-listing", "policy": LISTING}]
    )
    Api("minio_group", minio).ok(groups=[{"name": "c-chiefs", "members": ["c-chief"]}])
    Api("minio_policy_attachment", minio).ok(
        attachments=[
            {"group": "c-chiefs", "policies": ["consoleAdmin"]},
            {"user": "c-deputy", "policies": ["c-limited"]},
            {"user": "c-clerk", "policies": ["readwrite"]},
        ]
    )
    Api("minio_service_account", minio).ok(
        service_accounts=[
            {"access_key": "c-chief-key", "parent": "c-chief", "secret_key": "planted-key-1"},
            {"access_key": "c-limited-key", "parent": "c-chief", "secret_key": "planted-key-2", "policy": LISTING},
            {"access_key": "c-root-key", "parent": minio.access_key, "secret_key": "planted-key-3"},
        ]
    )
    return minio


@pytest.fixture(scope="module")
def ask(server: MinioServer) -> t.Callable[[str, str], dict[str, t.Any]]:
    api = Api("minio_credential_info", server)
    return lambda access_key, secret_key: api.ok(access_key=access_key, secret_key=secret_key)["credential"]


def test_root(server, ask):
    told = ask(server.access_key, server.secret_key)
    assert (told["state"], told["kind"], told["administers"], told["lacks"]) == ("accepted", "root", True, [])
    assert told["root_access_keys"] == [{"access_key": "c-root-key", "parent": server.access_key, "expiration": None}]


@pytest.mark.parametrize(
    ("access_key", "secret_key", "kind", "owner", "lacks"),
    [
        ("c-chief", "planted-chief-1", "user", "c-chief", []),
        ("c-chief-key", "planted-key-1", "service_account", "c-chief", []),
        ("c-root-key", "planted-key-3", "service_account", "root-of-tests", []),
        ("c-deputy", "planted-deputy-1", "user", "c-deputy", ["admin:CreatePolicy"]),
    ],
)
def test_who_may_what(ask, access_key, secret_key, kind, owner, lacks):
    told = ask(access_key, secret_key)
    assert (told["state"], told["kind"], told["owner"], told["lacks"]) == ("accepted", kind, owner, lacks)
    assert told["administers"] is (lacks == []) and told["has_policy"] and told["provider"] == "builtin"
    assert (told["root_access_keys"] is None) is bool(lacks)


@pytest.mark.parametrize(
    ("access_key", "secret_key", "has_policy"),
    [("c-clerk", "planted-clerk-1", True), ("c-nobody", "planted-nobody-1", False)],
)
def test_who_may_administer_nothing(ask, access_key, secret_key, has_policy):
    told = ask(access_key, secret_key)
    assert (told["kind"], told["administers"], told["has_policy"]) == ("user", False, has_policy)
    assert "admin:CreateUser" in told["lacks"] and told["root_access_keys"] is None


def test_a_key_with_a_policy_of_its_own_has_no_more_than_that(ask):
    told = ask("c-limited-key", "planted-key-2")
    assert told["kind"] == "service_account" and "admin:CreateUser" in told["lacks"]


@pytest.mark.parametrize(
    ("access_key", "secret_key", "state"),
    [
        ("c-chief", "planted-another", "wrong_secret"),
        ("root-of-tests", "planted-another", "wrong_secret"),
        ("c-chief-key", "planted-another", "wrong_secret"),
        ("c-stranger", "planted-another", "unknown"),
        ("c-asleep", "planted-asleep-1", "disabled"),
    ],
)
def test_refused(ask, access_key, secret_key, state):
    told = ask(access_key, secret_key)
    assert (told["state"], told["kind"], told["administers"]) == (state, None, False)


def test_root_is_disabled_where_root_access_is_off(start_minio):
    server = start_minio(drives=1)
    users, attachments = Api("minio_user", server), Api("minio_policy_attachment", server)
    users.ok(users=[{"name": "c-auto", "secret_key": "planted-auto-1"}])
    attachments.ok(attachments=[{"user": "c-auto", "policies": ["consoleAdmin"]}])
    server.restart({"MINIO_API_ROOT_ACCESS": "off"})
    api = Api("minio_credential_info", server)
    assert api.ok()["credential"]["state"] == "disabled"
    own = api.ok(access_key="c-auto", secret_key="planted-auto-1")["credential"]
    assert (own["kind"], own["administers"]) == ("user", True)
    server.close()


def test_a_server_that_cannot_be_asked_is_a_failure(server):
    api = Api("minio_credential_info", server)
    assert "nothing listens there" in api.error(url=f"https://127.0.0.1:{free_port()}")
    assert "is not trusted" in api.error(ca_path="/etc/ssl/certs/ca-certificates.crt")


def test_with_a_directory(start_minio, slapd):
    """The server's own users keep their secret keys and have no rights any more; whose key is the directory's is told."""
    carol = "uid=carol,ou=people,dc=example,dc=net"
    server = start_minio(drives=1)
    Api("minio_user", server).ok(users=[{"name": "c-auto", "secret_key": "planted-auto-1"}])
    Api("minio_policy_attachment", server).ok(attachments=[{"user": "c-auto", "policies": ["consoleAdmin"]}])
    root_key = {"access_key": "c-of-root", "secret_key": "planted-key-1"}
    Api("minio_service_account", server).ok(service_accounts=[{**root_key, "parent": server.access_key}])
    ldap = {f"MINIO_IDENTITY_LDAP_{name.upper()}": value for name, value in slapd.settings.items()}
    server.restart({**ldap, "MINIO_IDENTITY_LDAP_SERVER_ADDR": slapd.address})
    api = Api("minio_credential_info", server)
    own = api.ok(access_key="c-auto", secret_key="planted-auto-1")["credential"]
    assert (own["state"], own["kind"], own["administers"], own["has_policy"]) == ("accepted", "user", False, False)
    told = api.ok()["credential"]
    assert (told["kind"], told["administers"]) == ("root", True)
    told = api.ok(**root_key)["credential"]
    assert (told["kind"], told["owner"], told["administers"]) == ("service_account", server.access_key, True)
    Api("minio_ldap_policy_attachment", server).ok(attachments=[{"user": carol, "policies": ["consoleAdmin"]}])
    of_carol = {"access_key": "c-of-carol", "secret_key": "planted-1-c"}
    Api("minio_service_account", server).ok(service_accounts=[{**of_carol, "parent": "carol"}])
    told = api.ok(**of_carol)["credential"]
    assert (told["kind"], told["owner"], told["provider"], told["administers"]) == (
        "service_account",
        carol,
        "ldap",
        True,
    )
    server.close()
