# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_ldap_info against a real OpenLDAP server."""

from __future__ import annotations

import pathlib
import socket
import threading
import typing as t

import pytest

from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.integration.servers.process import free_port
from tests.integration.servers.slapd import Slapd
from tests.lab.ldap import entries

SECRET = "planted-"
PROBE = {"username": "alice", "password": entries.USER_PASSWORD}
STAFF = {"group": "CN=Staff, ou=groups,dc=EXAMPLE,dc=net", "policies": ["readwrite"]}
JANE = {"user": r"cn=Doe\2C Jane,ou=people,dc=example,dc=net", "policies": ["readonly"]}


def ask(slapd: Slapd, **params: t.Any) -> dict[str, t.Any]:
    settings = {**slapd.settings, "server_addr": slapd.address, "ca_directory": str(slapd.ca_path.parent)}
    result = run("minio_ldap_info", {**settings, **params})
    assert SECRET not in result["_raw"] and "Traceback" not in result["_raw"]
    return result


def found(slapd: Slapd, **params: t.Any) -> dict[str, t.Any]:
    result = ask(slapd, **params)
    assert not result.get("failed"), result["msg"]
    return result["directory"]


def refused(slapd: Slapd, **params: t.Any) -> str:
    result = ask(slapd, **params)
    assert result.get("failed"), result
    return str(result["msg"])


@pytest.mark.parametrize("starttls", [False, True])
def test_directory_that_can_be_used(slapd: Slapd, starttls):
    address = slapd.starttls_address if starttls else slapd.address
    directory = found(
        slapd, server_addr=address, server_starttls=starttls, policy_attachments=[STAFF, JANE], probe=PROBE
    )
    assert directory["tls"] in ("TLSv1.2", "TLSv1.3")
    assert directory["user_bases"] == ["ou=people,dc=example,dc=net"]
    assert directory["group_bases"] == ["ou=groups,dc=example,dc=net"]
    assert directory["probe"] == {
        "user": "uid=alice,ou=people,dc=example,dc=net",
        "groups": ["cn=staff,ou=groups,dc=example,dc=net"],
    }


def test_filter_by_membership(slapd: Slapd):
    of_staff = "(&(uid=%s)(memberOf=cn=staff,ou=groups,dc=example,dc=net))"
    assert found(slapd, user_dn_search_filter=of_staff, probe=PROBE)["probe"]["groups"]
    message = refused(slapd, user_dn_search_filter=of_staff, probe={**PROBE, "username": "carol"})
    assert "minio_idp_ldap.user_dn_search_filter finds 0 users for 'carol'" in message


def test_ca_as_text(slapd: Slapd):
    assert found(slapd, ca_directory=None, ca_certificates=[slapd.ca_path.read_text()])
    assert "one of ca_certificates is no certificate" in refused(slapd, ca_certificates=["nonsense"])


def test_srv_records_are_left_to_minio(slapd: Slapd):
    assert ask(slapd, srv_record_name="ldaps", server_addr="example.invalid")["directory"] is None


REFUSED: dict[str, tuple[dict[str, t.Any], tuple[str, ...]]] = {
    "unknown_ca": (
        {"ca_directory": None},
        ("shows a certificate that is not to be trusted", "put the CA that signed it into minio_tls_trusted_cas"),
    ),
    "wrong_password": (
        {"lookup_bind_password": "planted-wrong"},
        (
            "refuses the login of cn=minio,ou=services,dc=example,dc=net (error 49, invalid credentials)",
            "check minio_idp_ldap.lookup_bind_dn and minio_idp_ldap.lookup_bind_password",
        ),
    ),
    "unknown_account": ({"lookup_bind_dn": "cn=nobody,dc=example,dc=net"}, ("refuses the login of cn=nobody",)),
    "user_base": (
        {"user_dn_search_base_dn": "ou=people,dc=example,dc=net;ou=nobody,dc=example,dc=net"},
        ("minio_idp_ldap.user_dn_search_base_dn names ou=nobody,dc=example,dc=net", "does not have"),
    ),
    "group_base": (
        {"group_search_base_dn": "ou=nothing,dc=example,dc=net"},
        ("minio_idp_ldap.group_search_base_dn names ou=nothing", "does not have"),
    ),
    "unreadable_base": (
        {"lookup_bind_dn": "uid=carol,ou=people,dc=example,dc=net", "lookup_bind_password": entries.USER_PASSWORD},
        ("does not show to uid=carol", "that account's rights to read"),
    ),
    "no_such_group": (
        {"policy_attachments": [{"group": "cn=nobody,ou=groups,dc=example,dc=net", "policies": ["readonly"]}]},
        ("minio_idp_ldap_policy_attachments names the group cn=nobody", "does not have: check its spelling"),
    ),
    "no_such_user": (
        {"policy_attachments": [{"user": "uid=nobody,ou=people,dc=example,dc=net", "policies": ["readonly"]}]},
        ("names the user uid=nobody",),
    ),
    "user_of_another_branch": (
        {"policy_attachments": [{"user": entries.LOOKUP, "policies": ["readonly"]}]},
        ("which is not under minio_idp_ldap.user_dn_search_base_dn",),
    ),
    "wrong_probe": (
        {"probe": {"username": "alice", "password": "planted-wrong"}},
        ("refuses the password of 'alice': check minio_idp_ldap_probe.password",),
    ),
    "unknown_probe": (
        {"probe": {"username": "al*", "password": "planted-wrong"}},
        ("finds 0 users for 'al*' of minio_idp_ldap_probe: it has to find one",),
    ),
    "filter_that_finds_many": (
        {"user_dn_search_filter": "(|(uid=%s)(objectClass=inetOrgPerson))", "probe": PROBE},
        ("minio_idp_ldap.user_dn_search_filter finds 4 users for 'alice'", "it has to find one"),
    ),
    "filter": ({"user_dn_search_filter": "(uid=%s"}, ("minio_idp_ldap.user_dn_search_filter: a parenthesis is not",)),
    "scheme": (
        {"server_addr": "ldaps://127.0.0.1:636"},
        ("minio_idp_ldap.server_addr is 'ldaps://", "without a scheme"),
    ),
    "no_such_host": ({"server_addr": "directory.invalid:636"}, ("is not known by name on this host",)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used(slapd: Slapd, name):
    params, parts = REFUSED[name]
    message = refused(slapd, **params)
    for part in parts:
        assert part in message


def test_who_gets_no_policies_need_not_exist(slapd: Slapd):
    assert found(slapd, policy_attachments=[{"group": "cn=gone,ou=groups,dc=example,dc=net", "policies": []}])


def test_the_other_port(slapd: Slapd):
    """TLS where StartTLS is spoken, and the other way round."""
    message = refused(slapd, server_addr=slapd.starttls_address)
    assert "minio_idp_ldap.server_addr" in message and "minio_idp_ldap.server_starttls has to be true" in message
    assert "LDAP with StartTLS" in refused(slapd, server_starttls=True)


def test_certificate_of_another_name(start_slapd: t.Callable[..., Slapd]):
    slapd = start_slapd(domains=("ldap.example.net", "localhost"))
    message = refused(slapd, server_addr=f"127.1:{slapd.tls_port}")
    assert "shows a certificate of another name" in message and "minio_idp_ldap.server_addr" in message


def test_nothing_listens(slapd: Slapd):
    assert "does not listen" in refused(slapd, server_addr=f"127.0.0.1:{free_port()}")


def test_starttls_switched_off(slapd: Slapd, authority: Authority, tmp_path: pathlib.Path):
    """A directory without a certificate refuses StartTLS, and the password is not sent."""
    plain = Slapd(tmp_path, authority, certificate=False)
    plain.start()
    try:
        message = refused(slapd, server_addr=plain.starttls_address, server_starttls=True)
        assert "refuses StartTLS" in message and "minio_idp_ldap.server_starttls to false" in message
    finally:
        plain.stop()


def test_server_that_speaks_something_else(slapd: Slapd):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            for _number in range(2):
                connection, _peer = listener.accept()
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.close()

        threading.Thread(target=answer, daemon=True).start()
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        assert "check" in refused(slapd, server_addr=address)
        assert "check" in refused(slapd, server_addr=address, server_starttls=True)


def test_server_that_says_nothing(slapd: Slapd):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        assert "does not answer in time" in refused(slapd, server_addr=address, timeout=1)
