# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is declared for a directory, checked by itself and against the other identities."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._directory import problems

LDAP: dict[str, t.Any] = {
    "server_addr": "[2001:db8::1]:636",
    "lookup_bind_dn": "cn=minio,dc=example,dc=net",
    "lookup_bind_password": "planted-lookup",
    "user_dn_search_base_dn": "ou=people,dc=example,dc=net; ou=guests,dc=example,dc=net",
    "user_dn_search_filter": "(uid=%s)",
    "group_search_base_dn": "ou=groups,dc=example,dc=net",
    "group_search_filter": "(member=%d)",
}
STAFF = {"group": "CN=Staff, OU=Groups,DC=example,DC=net", "policies": ["app"]}
GUEST = {"user": "uid=guest,ou=guests,dc=example,dc=net", "policies": []}


def wanted(**changes: t.Any) -> dict[str, t.Any]:
    good: dict[str, t.Any] = {
        "ldap": LDAP,
        "attachments": [STAFF, GUEST],
        "probe": {"username": "probe", "password": "planted-probe"},
        **{kind: [] for kind in ("policies", "users", "groups", "policy_attachments")},
    }
    return {**good, **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ldap": {}, "probe": {}},
        {"ldap": {"state": "absent"}, "attachments": [], "probe": {}, "users": [{"name": "web"}]},
        {"users": [{"name": "gone", "state": "absent"}], "policy_attachments": [{"user": "gone", "policies": []}]},
        {"ldap": {**LDAP, "server_addr": "example.net", "srv_record_name": "ldaps"}},
        {"ldap": {**LDAP, "lookup_bind_dn": "minio@example.net", "server_addr": "dc1"}},
    ],
)
def test_good_ones(changes):
    assert problems(wanted(**changes)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ldap": {**LDAP, "server_addr": "2001:db8::1"}}, ["server_addr", "without a scheme"]),
        ({"ldap": {**LDAP, "server_addr": "ldap.example.net:0"}}, ["the port has to be 1 to 65535"]),
        ({"ldap": {**LDAP, "server_addr": "ldap_.example.net/:636"}}, ["without a scheme"]),
        ({"ldap": {**LDAP, "server_addr": "ldap.example.net", "server_starttls": True}}, ["usually 389"]),
        ({"ldap": {**LDAP, "lookup_bind_password": "planted\tx"}}, ["lookup_bind_password has a line break"]),
        ({"ldap": {**LDAP, "lookup_bind_password": "'planted'"}}, ["lookup_bind_password begins or ends with a quote"]),
        ({"ldap": {**LDAP, "lookup_bind_password": "planted enable=x"}}, ["lookup_bind_password contains the name of"]),
        ({"ldap": {**LDAP, "user_dn_search_filter": "(uid=%s)(cn=a)"}}, ["'(cn=a)' is too much at its end"]),
        ({"ldap": {**LDAP, "group_search_filter": "(member=100%)"}}, ["a percent sign itself is written \\25"]),
        ({"ldap": {**LDAP, "group_search_base_dn": "dc=net;dc=net"}}, ["of which one lies below the other"]),
        ({"ldap": {**LDAP, "group_search_filter": None}}, ["group_search_filter is not set"]),
        ({"attachments": [STAFF, {**STAFF, "group": "cn=staff,ou=groups,dc=example,dc=net"}]}, ["may come once"]),
        ({"attachments": [{"user": "uid=a,ou=staff,dc=example,dc=net", "policies": ["app"]}]}, ["not below"]),
        ({"attachments": [{"user": "a", "group": "b", "policies": ["app"]}]}, ["name a user or a group"]),
        ({"policies": [{"name": "app", "state": "absent"}]}, ["gives app to CN=Staff", "minio_idp_policies removes"]),
        ({"probe": {"username": "", "password": "planted-probe"}}, ["minio_idp_ldap_probe.username is not set"]),
        ({"users": [{"name": "web"}]}, ["minio_idp_users lists web", "put them into the directory"]),
    ],
)
def test_problems(changes, words):
    found = problems(wanted(**changes))
    assert len(found) == 1
    for word in words:
        assert word in found[0]
    assert "planted" not in found[0]
