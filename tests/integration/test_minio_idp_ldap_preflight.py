# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The preflight of role minio_idp with a directory, which it asks: what cannot work is told in a sentence, before anything is changed."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration import preflight
from tests.integration.preflight import Case, Vars
from tests.integration.servers.slapd import Slapd
from tests.lab.ldap import entries, openldap

COMMON: Vars = {"minio_root_user": "root-of-cases", "minio_root_password": "planted-root-password"}
STAFF = {"group": "cn=staff,ou=groups,dc=example,dc=net", "policies": ["readonly"]}
PROBE = {"username": "alice", "password": entries.USER_PASSWORD, "policies": ["readonly"]}
ALICE = {"name": "alice", "secret_key": "planted-secret-of-alice"}
# the address is filled in when the directory runs
LDAPS, STARTTLS = "LDAPS", "STARTTLS"


def ldap(**changes: t.Any) -> Vars:
    """Return the variables of a directory that works, but for the changes; what is None is left out."""
    settings = {**openldap.SETTINGS, "server_addr": LDAPS, **changes}
    return {"minio_idp_ldap": {key: value for key, value in settings.items() if value is not None}}


def attached(*entries: Vars, **changes: t.Any) -> Vars:
    return {**ldap(**changes), "minio_idp_ldap_policy_attachments": list(entries)}


def probed(**probe: t.Any) -> Vars:
    return {**ldap(), "minio_idp_ldap_probe": {**PROBE, **probe}}


CASES: dict[str, Case] = {
    "good": Case({**attached(STAFF), "minio_idp_ldap_probe": PROBE}),
    "good_starttls": Case(ldap(server_addr=STARTTLS, server_starttls=True)),
    "good_absent": Case({"minio_idp_ldap": {"state": "absent"}, "minio_idp_users": [ALICE]}),
    "user_principal_name": Case(
        ldap(lookup_bind_dn="minio@example.net"), {}, ("refuses the login of minio@example.net (error 34",)
    ),
    "no_address": Case(ldap(server_addr=None), {}, ("minio_idp_ldap.server_addr is not set: it is needed",)),
    "scheme": Case(
        ldap(server_addr="ldaps://ldap.example.net"), {}, ("minio_idp_ldap.server_addr is", "without a scheme")
    ),
    "no_such_port": Case(ldap(server_addr="ldap.example.net:70000"), {}, ("the port has to be 1 to 65535",)),
    "path": Case(ldap(server_addr="ldap.example.net:636/x"), {}, ("without a scheme, such as ldap.example.net:636",)),
    "clear_port": Case(ldap(server_addr="ldap.example.net:389"), {}, ("set server_starttls to true",)),
    "starttls_at_ldaps": Case(
        ldap(server_addr="ldap.example.net:636", server_starttls=True), {}, ("StartTLS is spoken at another port",)
    ),
    "srv_with_port": Case(ldap(server_addr="example.net:636", srv_record_name="ldaps"), {}, ("give the domain alone",)),
    "no_such_srv": Case(
        ldap(srv_record_name="_ldaps"), {}, ("minio_idp_ldap.srv_record_name is '_ldaps'", "ldap, ldaps, on")
    ),
    "srv_as_yaml_has_it": Case(
        ldap(srv_record_name=True), {}, ("minio_idp_ldap.srv_record_name is a boolean", "in quotes")
    ),
    "insecure": Case(ldap(server_insecure=True), {}, ("minio_idp_ldap has the key 'server_insecure'", "known are")),
    "skip_verify": Case(ldap(tls_skip_verify=True), {}, ("minio_idp_ldap has the key 'tls_skip_verify'",)),
    "no_account": Case(ldap(lookup_bind_dn=None), {}, ("minio_idp_ldap.lookup_bind_dn is not set",)),
    "account_is_no_name": Case(
        ldap(lookup_bind_dn="minio"), {}, ("minio_idp_ldap.lookup_bind_dn is 'minio'", "full distinguished name")
    ),
    "no_password": Case(ldap(lookup_bind_password=None), {}, ("minio_idp_ldap.lookup_bind_password is not set",)),
    "empty_password": Case(ldap(lookup_bind_password=""), {}, ("minio_idp_ldap.lookup_bind_password is empty",)),
    "password_of_two_lines": Case(
        ldap(lookup_bind_password="planted\npassword"), {}, ("minio_idp_ldap.lookup_bind_password has a line break",)
    ),
    "no_base": Case(ldap(user_dn_search_base_dn=None), {}, ("minio_idp_ldap.user_dn_search_base_dn is not set",)),
    "base_is_no_name": Case(
        ldap(user_dn_search_base_dn="people.example.net"), {}, ("user_dn_search_base_dn names 'people.example.net'",)
    ),
    "base_of_separators": Case(ldap(user_dn_search_base_dn=";"), {}, ("give one distinguished name or several",)),
    "bases_overlap": Case(
        ldap(user_dn_search_base_dn="ou=people,dc=example,dc=net;OU=X, OU=People,dc=example,dc=net"),
        {},
        ("of which one lies below the other",),
    ),
    "no_filter": Case(ldap(user_dn_search_filter=None), {}, ("minio_idp_ldap.user_dn_search_filter is not set",)),
    "filter_without_placeholder": Case(
        ldap(user_dn_search_filter="(uid=alice)"), {}, ("it has to contain %s, or it finds the same for everybody",)
    ),
    "user_filter_with_d": Case(
        ldap(user_dn_search_filter="(&(uid=%s)(member=%d))"), {}, ("MinIO replaces %s there and not %d",)
    ),
    "unknown_placeholder": Case(ldap(user_dn_search_filter="(&(uid=%s)(cn=%u))"), {}, ("and not %u",)),
    "unbalanced": Case(
        ldap(user_dn_search_filter="(uid=%s"), {}, ("minio_idp_ldap.user_dn_search_filter is '(uid=%s'",)
    ),
    "no_parentheses": Case(ldap(user_dn_search_filter="uid=%s"), {}, ("a parenthesis is missing",)),
    "too_much": Case(ldap(user_dn_search_filter="(uid=%s))"), {}, ("')' is too much at its end",)),
    "attribute_number": Case(ldap(user_dn_attributes=["2.5.4.3"]), {}, ("user_dn_attributes has '2.5.4.3'",)),
    "attributes_as_text": Case(
        ldap(user_dn_attributes="mail,cn"), {}, ("user_dn_attributes is text: it has to be a list",)
    ),
    "group_base_alone": Case(
        ldap(group_search_filter=None), {}, ("group_search_filter is not set and group_search_base_dn is",)
    ),
    "group_filter_alone": Case(
        ldap(group_search_base_dn=None), {}, ("group_search_base_dn is not set and group_search_filter is",)
    ),
    "group_filter_without_placeholder": Case(
        ldap(group_search_filter="(objectClass=groupOfNames)"), {}, ("it has to contain %d or %s",)
    ),
    "group_filter": Case(ldap(group_search_filter="(&(member=%d)"), {}, ("a parenthesis is not closed",)),
    "absent_with_settings": Case(
        ldap(state="absent"), {}, ("minio_idp_ldap.state is 'absent' and group_search_base_dn",)
    ),
    "misspelt": Case(ldap(lookup_bind_pasword="planted"), {}, ("perhaps misspelt 'lookup_bind_password'",)),
    "short_name": Case(
        attached({**STAFF, "group": "staff"}), {}, ("names the group 'staff'", "full distinguished name")
    ),
    "nobody": Case(attached({"policies": ["readonly"]}), {}, ("name a user or a group",)),
    "twice": Case(
        attached(STAFF, {**STAFF, "group": "CN=Staff, OU=groups,DC=example,DC=net"}),
        {},
        ("every user and group may come once",),
    ),
    "elsewhere": Case(
        attached({"user": entries.LOOKUP, "policies": ["readonly"]}),
        {},
        ("not below minio_idp_ldap.user_dn_search_base_dn",),
    ),
    "group_without_groups": Case(
        attached(STAFF, group_search_base_dn=None, group_search_filter=None), {}, ("without it MinIO finds no groups",)
    ),
    "policy_that_goes": Case(
        {**attached(STAFF), "minio_idp_policies": [{"name": "readonly", "state": "absent"}]},
        {},
        ("gives readonly to cn=staff,ou=groups,dc=example,dc=net, which minio_idp_policies removes",),
    ),
    "attachments_of_none": Case(
        {"minio_idp_ldap": {"state": "absent"}, "minio_idp_ldap_policy_attachments": [STAFF]},
        {},
        ("nobody to have them",),
    ),
    "users_of_its_own": Case(
        {**ldap(), "minio_idp_users": [ALICE]},
        {},
        ("minio_idp_users lists alice and minio_idp_ldap is set", "no rights"),
    ),
    "groups_of_its_own": Case({**ldap(), "minio_idp_groups": [{"name": "apps"}]}, {}, ("minio_idp_groups lists apps",)),
    "policies_of_its_own": Case(
        {**ldap(), "minio_idp_policy_attachments": [{"user": "alice", "policies": ["readonly"]}]},
        {},
        ("name them in minio_idp_ldap_policy_attachments",),
    ),
    "root_kept_out": Case({**ldap(), "minio_idp_root_access": False}, {}, ("so let root in",)),
    "probe_without_password": Case(probed(password=None), {}, ("minio_idp_ldap_probe.password is not set",)),
    "probe_of_none": Case(
        {"minio_idp_ldap": {"state": "absent"}, "minio_idp_ldap_probe": PROBE},
        {},
        ("nobody can log in without a directory",),
    ),
    # what only the directory can tell
    "untrusted": Case(
        {**ldap(), "minio_tls_trusted_cas": []}, {}, ("put the CA that signed it into minio_tls_trusted_cas",)
    ),
    "wrong_password": Case(
        ldap(lookup_bind_password="planted-wrong"), {}, ("error 49", "minio_idp_ldap.lookup_bind_password")
    ),
    "no_such_base": Case(ldap(user_dn_search_base_dn="ou=x,dc=example,dc=net"), {}, ("names ou=x,dc=example,dc=net",)),
    "no_such_group": Case(
        attached({**STAFF, "group": "cn=x,ou=groups,dc=example,dc=net"}), {}, ("names the group cn=x,ou=groups",)
    ),
    "wrong_probe": Case(probed(password="planted-wrong"), {}, ("refuses the password of 'alice'",)),
    "unknown_probe": Case(probed(username="nobody"), {}, ("finds 0 users for 'nobody'",)),
    "in_clear": Case(ldap(server_addr=STARTTLS), {}, ("minio_idp_ldap.server_starttls has to be true",)),
}


def addressed(variables: Vars, slapd: Slapd) -> Vars:
    """Return variables with the address of the directory that runs."""
    settings = variables.get("minio_idp_ldap", {})
    address = {LDAPS: slapd.address, STARTTLS: slapd.starttls_address}.get(settings.get("server_addr", ""))
    return {**variables, "minio_idp_ldap": {**settings, "server_addr": address}} if address else variables


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, slapd: Slapd) -> preflight.Answers:
    """Run the preflight of all cases."""
    common = {**COMMON, "minio_tls_trusted_cas": [{"name": "ldap", "certificate": slapd.ca_path.read_text()}]}
    cases = {name: case._replace(variables=addressed(case.variables, slapd)) for name, case in CASES.items()}
    return preflight.run(tmp_path_factory.mktemp("preflight"), "minio_idp", cases, common)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


def test_no_secret_is_shown(answers):
    assert preflight.PLANTED not in answers.output
