# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_idp_ldap and minio_ldap_policy_attachment against a real MinIO and a real OpenLDAP server."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.slapd import Slapd
from tests.lab.ldap import entries

STAFF = "cn=staff,ou=groups,dc=example,dc=net"
ADMINS = "cn=admins,ou=groups,dc=example,dc=net"
RESEARCH = r"cn=Research\, Development,ou=groups,dc=example,dc=net"
JANE = r"cn=Doe\, Jane,ou=people,dc=example,dc=net"
CAROL = "uid=carol,ou=people,dc=example,dc=net"
Settings = t.Dict[str, t.Any]


@pytest.fixture(scope="module")
def server(start_minio: t.Callable[..., MinioServer]) -> MinioServer:
    """Return a MinIO server of this file alone, which is restarted again and again."""
    return start_minio()


@pytest.fixture
def api(server: MinioServer) -> Api:
    return Api("minio_idp_ldap", server)


@pytest.fixture
def settings(slapd: Slapd) -> Settings:
    return {**slapd.settings, "server_addr": slapd.address}


@pytest.fixture
def attachments(server: MinioServer, api: Api, settings: Settings) -> Api:
    """Return the module for attachments, at a server that has loaded LDAP."""
    if api.ok(**settings)["restart_required"]:
        server.restart()
    return Api("minio_ldap_policy_attachment", server)


def admin_of(server: MinioServer) -> Client:
    return Client({**server.auth, "validate_certs": True, "timeout": 30})


def loaded_settings(server: MinioServer) -> str:
    """Return the configuration that the process has loaded, as the server writes it, secrets included."""
    return str(admin_of(server).admin("GET", "config", "read the configuration", encrypted=True))


def test_from_its_creation_to_its_end(api: Api, server: MinioServer, settings: Settings, slapd: Slapd):
    done = api.settles(**settings)
    assert done["created"] == ["_"]
    assert done["diff"]["after"]["_"]["lookup_bind_password"] == "(set, not shown)"
    assert [*done["pending"].values()] == [["provider _ is stored and not loaded"]]
    # what a run that was killed here left is seen by the next one
    again = api.ok(**settings)
    assert not again["changed"] and again["restart_required"]
    server.restart()
    assert not api.ok(**settings)["restart_required"]
    assert entries.LOOKUP_PASSWORD in loaded_settings(server)

    done = api.settles(
        **{
            **settings,
            "server_addr": slapd.starttls_address,
            "server_starttls": True,
            "user_dn_attributes": ["mail", "cn"],
        }
    )
    assert done["updated"] == ["_"] and "lookup_bind_password" not in done["diff"]["after"]["_"]
    assert done["diff"]["after"]["_"]["server_starttls"] == "on"
    assert done["diff"]["after"]["_"]["user_dn_attributes"] == "mail,cn"
    server.restart()
    assert entries.LOOKUP_PASSWORD in loaded_settings(server), "a change that leaves the secret open keeps it"

    done = api.settles(state="absent")
    assert done["removed"] == ["_"]
    server.restart()
    assert not api.ok(state="absent")["restart_required"]
    assert entries.LOOKUP_PASSWORD not in loaded_settings(server)


def test_verification_that_somebody_turned_off_is_turned_on(api: Api, server: MinioServer, settings: Settings):
    api.ok(**settings)
    body = b"identity_ldap tls_skip_verify=on"
    admin_of(server).admin("PUT", "set-config-kv", "turn verification off", body=body, encrypted=True)
    done = api.settles(**settings)
    assert done["updated"] == ["_"]
    assert done["diff"]["before"]["_"]["tls_skip_verify"] == "on"
    api.ok(state="absent")


def test_new_password(api: Api, start_slapd: t.Callable[..., Slapd], server: MinioServer):
    """Another password of the account is set on request alone, and the server asks the directory before it takes it."""
    slapd = start_slapd()
    settings = {**slapd.settings, "server_addr": slapd.address}
    api.ok(**settings)
    other = {**settings, "lookup_bind_password": "planted-another-password"}
    assert not api.ok(**other)["changed"]
    assert "LDAP" in api.error(update_secret="always", **other)
    slapd.change(
        f"dn: {entries.LOOKUP}\nchangetype: modify\nreplace: userPassword\nuserPassword: planted-another-password\n"
    )
    assert api.settles(update_secret="always", **other)["updated"] == ["_"]
    api.ok(state="absent")


@pytest.mark.parametrize(
    ("params", "parts"),
    [
        ({"server_addr": "ldaps://127.0.0.1"}, ("server_addr is 'ldaps://127.0.0.1'", "without a scheme")),
        ({"user_dn_search_filter": "(uid=%d)"}, ("user_dn_search_filter", "MinIO replaces %s there and not %d")),
        ({"group_search_filter": None}, ("group_search_filter is not set and group_search_base_dn is",)),
        ({"lookup_bind_password": None}, ("ldap provider '_' does not exist and has no lookup_bind_password",)),
        ({"lookup_bind_password": "planted-wrong"}, ("cannot write ldap provider _", "LDAP")),
        ({"user_dn_search_base_dn": "ou=nobody,dc=example,dc=net"}, ("ou=nobody,dc=example,dc=net",)),
    ],
)
def test_refusals(api: Api, server: MinioServer, settings: Settings, params, parts):
    message = api.error(**{**settings, **params})
    for part in parts:
        assert part in message
    assert api.ok(state="absent")["removed"] == []


def test_directory_that_is_down(api: Api, server: MinioServer, start_slapd: t.Callable[..., Slapd]):
    slapd = start_slapd()
    slapd.stop()
    assert "connection refused" in api.error(**slapd.settings, server_addr=slapd.address)


def test_users_are_not_locked_out_by_chance(start_minio: t.Callable[..., MinioServer], settings: Settings):
    server = start_minio()
    Api("minio_user", server).ok(users=[{"name": "web", "secret_key": "planted-web-secret"}])
    Api("minio_user", server).ok(users=[{"name": "gone", "secret_key": "planted-web-secret", "enabled": False}])
    Api("minio_policy_attachment", server).ok(attachments=[{"user": "web", "policies": ["consoleAdmin"]}])
    Api("minio_service_account", server).ok(
        service_accounts=[{"access_key": "of-root", "parent": server.access_key, "secret_key": "planted-key-secret"}]
    )
    api = Api("minio_idp_ldap", server)
    message = api.error(**settings)
    assert "MinIO has users of its own (web), who have no rights any more once LDAP is on" in message
    own = {"access_key": "web", "secret_key": "planted-web-secret"}
    message = api.error(**settings, **own, replace_local_users=True)
    assert "web belongs to web" in message and "work as root" in message
    of_root = {"access_key": "of-root", "secret_key": "planted-key-secret"}
    assert api.ok(**settings, **of_root, replace_local_users=True)["created"] == ["_"]
    server.restart()
    # decided before: asked no more
    assert not api.ok(**settings, **of_root)["changed"]

    web = admin_of(server).working_as("web", "planted-web-secret")
    with pytest.raises(Exception, match="AccessDenied"):
        web.s3.list_buckets()
    api.ok(state="absent", **of_root)
    server.restart()
    assert web.s3.list_buckets() == []
    server.close()


def test_variables_of_the_environment_win(start_minio: t.Callable[..., MinioServer], settings: Settings):
    variables = {f"MINIO_IDENTITY_LDAP_{key.upper()}": value for key, value in settings.items()}
    server = start_minio(environment=variables)
    result = Api("minio_idp_ldap", server).ok(check=True, **settings)
    assert {one["variable"] for one in result["overridden"]} == set(variables)
    server.close()


def test_policies_of_the_directory(attachments: Api, server: MinioServer):
    wanted = [
        {"group": "CN=Staff, OU=groups,dc=EXAMPLE,dc=net", "policies": ["readonly", "diagnostics"]},
        {"group": RESEARCH, "policies": ["readwrite"]},
        {"user": JANE, "policies": ["writeonly"]},
    ]
    done = attachments.settles(attachments=wanted)
    assert done["created"] == [
        f"group:{STAFF}",
        r"group:cn=research\, development,ou=groups,dc=example,dc=net",
        r"user:cn=doe\, jane,ou=people,dc=example,dc=net",
    ]
    # written in another way they are the same
    other = [
        {"group": STAFF, "policies": ["diagnostics", "readonly"]},
        {"user": JANE.replace(r"\,", r"\2c"), "policies": ["writeonly"]},
    ]
    assert not attachments.ok(attachments=other)["changed"]
    # those of the directory are no users of MinIO's own
    assert Api("minio_user", server).ok(users=[], exclusive=True)["removed"] == []

    done = attachments.settles(attachments=[{"group": STAFF, "policies": ["readonly"]}], exclusive=True)
    assert done["updated"] == [f"group:{STAFF}"]
    assert len(done["removed"]) == 2
    done = attachments.settles(attachments=[{"group": STAFF, "policies": []}])
    assert done["updated"] == [f"group:{STAFF}"]


def test_who_works_there_keeps_what_it_has(attachments: Api, server: MinioServer):
    """An access key of an administrator of the directory, with an exclusive list that does not name him."""
    olga = "uid=olga,ou=people,dc=example,dc=net"
    attachments.ok(attachments=[{"user": olga, "policies": ["consoleAdmin"]}])
    key = {"access_key": "of-olga", "secret_key": "planted-olga-secret"}
    admin_of(server).admin(
        "PUT",
        "idp/ldap/add-service-account",
        "make an access key",
        body={"accessKey": key["access_key"], "secretKey": key["secret_key"], "targetUser": "olga"},
        encrypted=True,
    )
    assert attachments.ok(attachments=[], exclusive=True, **key)["removed"] == []
    assert attachments.ok(attachments=[], exclusive=True)["removed"] == [f"user:{olga}"]


def test_who_has_left_the_directory_loses_the_policies(attachments: Api, slapd: Slapd):
    slapd.change(
        "dn: uid=temp,ou=people,dc=example,dc=net\nobjectClass: inetOrgPerson\nuid: temp\ncn: Temp\nsn: Temp\n"
    )
    attachments.ok(attachments=[{"user": "uid=temp,ou=people,dc=example,dc=net", "policies": ["readonly"]}])
    slapd.change("dn: uid=temp,ou=people,dc=example,dc=net\nchangetype: delete\n")
    assert attachments.settles(attachments=[], exclusive=True)["removed"]


@pytest.mark.parametrize(
    ("entries", "parts"),
    [
        ([{"group": "staff", "policies": ["readonly"]}], ("group 'staff': 'staff' is no part of a name", "full")),
        ([{"user": "carol", "policies": ["readonly"]}], ("user 'carol'", "full distinguished name")),
        (
            [{"group": "cn=none,ou=groups,dc=example,dc=net", "policies": ["readonly"]}],
            ("the directory has no group cn=none,ou=groups,dc=example,dc=net",),
        ),
        (
            [{"user": "uid=none,ou=people,dc=example,dc=net", "policies": ["readonly"]}],
            ("the directory has no user uid=none,ou=people,dc=example,dc=net",),
        ),
        ([{"group": STAFF, "policies": ["no-such"]}], ("cannot attach no-such to group", "policy")),
        (
            [{"group": STAFF, "policies": ["readonly"]}, {"group": STAFF.upper(), "policies": ["readonly"]}],
            ("is listed 2 times",),
        ),
        ([{"policies": ["readonly"]}], ("one of the following is required: user, group",)),
    ],
)
def test_refused_attachments(attachments: Api, entries, parts):
    message = attachments.error(attachments=entries)
    for part in parts:
        assert part in message


def test_without_ldap_there_is_nobody(minio: MinioServer):
    message = Api("minio_ldap_policy_attachment", minio).error(attachments=[{"group": STAFF, "policies": ["readonly"]}])
    assert "has LDAP off, or has not loaded it yet" in message


def test_users_of_its_own_are_refused_in_one_sentence(attachments: Api, server: MinioServer):
    message = Api("minio_user", server).error(users=[{"name": "late", "secret_key": "planted-late-secret"}])
    assert "user 'late' cannot be made: MinIO has LDAP on" in message
    message = Api("minio_group", server).error(groups=[{"name": "late", "members": []}])
    assert "group 'late' cannot be made: MinIO has LDAP on" in message
