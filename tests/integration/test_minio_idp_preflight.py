# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identities that are declared wrong are refused before any change, in a sentence that names them."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests import policies as table
from tests.integration import preflight
from tests.integration.preflight import Case, Vars

COMMON: Vars = {
    "minio_root_user": "root-of-cases",
    "minio_root_password": "planted-root-password",
    "minio_server_source": "upstream",
}
SECRET = "planted-secret-of-automation"
AUTOMATION: Vars = {"minio_access_key": "automation", "minio_secret_key": SECRET}
STATEMENT = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::app/*"]}
POLICY = {"name": "app", "policy": {"Version": "2012-10-17", "Statement": [STATEMENT]}}
ALICE = {"name": "alice", "secret_key": "planted-secret-of-alice"}
ADMINS = "cn=admins,ou=groups,dc=example,dc=net"
ACCOUNT = {"access_key": "app-1", "parent": "alice", "secret_key": "planted-secret-of-app-1"}


def policies(**statement: t.Any) -> Vars:
    return {"minio_idp_policies": [{"name": "app", "policy": {"Statement": [{**STATEMENT, **statement}]}}]}


def document(found: t.Any, **entry: t.Any) -> Vars:
    return {"minio_idp_policies": [{"name": "app", "policy": found, **entry}]}


def users(*entries: Vars) -> Vars:
    return {"minio_idp_users": list(entries)}


def attachments(*entries: Vars) -> Vars:
    return {"minio_idp_policy_attachments": list(entries)}


def accounts(*entries: Vars) -> Vars:
    return {"minio_idp_service_accounts": list(entries)}


CASES: dict[str, Case] = {
    "good": Case(
        {
            "minio_idp_policies": [POLICY, {"name": "old", "state": "absent"}],
            **users(ALICE, {"name": "bob", "state": "absent"}),
            "minio_idp_groups": [{"name": "staff", "members": ["alice"]}],
            **attachments({"group": "staff", "policies": ["app"]}, {"user": "bob", "policies": []}),
            **accounts({**ACCOUNT, "expiration": "2027-03-31T00:00:00Z"}),
        }
    ),
    "user_twice": Case(users(ALICE, ALICE), {}, ("minio_idp_users lists alice 2 times: every name may come once",)),
    "policy_twice": Case({"minio_idp_policies": [POLICY, POLICY]}, {}, ("minio_idp_policies lists app 2 times",)),
    "policy_without_document": Case({"minio_idp_policies": [{"name": "app"}]}, {}, ("minio_idp_policies 'app'",)),
    "policy_as_text": Case(
        {"minio_idp_policies": [{"name": "app", "policy": "readwrite"}]}, {}, ("minio_idp_policies",)
    ),
    "policy_as_json": Case(document(json.dumps(POLICY["policy"]))),
    "policy_as_yaml": Case(document("Statement:\n  - Effect: Allow\n    Action: [kms:Status]\n")),
    "policy_that_is_ready": Case(document("{{ 'read_only_bucket' | hardening.minio.ready_policy(bucket='app') }}")),
    "policy_as_broken_json": Case(document('{"Version": '), {}, ("minio_idp_policies 'app' is not JSON",)),
    "policy_as_broken_yaml": Case(document("Version: ["), {}, ("minio_idp_policies 'app' is not YAML",)),
    "policy_as_number": Case(document(5), {}, ("minio_idp_policies[0].policy is a number", "a dictionary or text")),
    "policy_in_a_file": Case({"minio_idp_policies": [{"name": "app", "file": "app.json"}]}),
    "no_such_file": Case(
        {"minio_idp_policies": [{"name": "app", "file": "policies/app.json"}]},
        {},
        ("minio_idp_policies 'app'.file is 'policies/app.json': there is no file",),
    ),
    "policy_and_file": Case(
        document(POLICY["policy"], file="app.json"), {}, ("minio_idp_policies 'app' has policy and file",)
    ),
    "account_with_a_misspelt_action": Case(
        accounts({**ACCOUNT, "policy": table.policy(table.allow("s3:GetObjects", table.OBJECTS))}),
        {},
        ("minio_idp_service_accounts 'app-1'.Statement[0].Action names 's3:GetObjects'", "perhaps s3:GetObject"),
    ),
    "never_matches": Case(
        policies(Resource="arn:aws:s3:::app"),
        {},
        ("allows s3:GetObject on arn:aws:s3:::app, which is not what", "These are in minio_idp_refuse_findings"),
    ),
    "never_matches_accepted": Case({**policies(Resource="arn:aws:s3:::app"), "minio_idp_refuse_findings": []}),
    "administration": Case(
        {**document(table.policy(table.allow("admin:*"))), "minio_idp_refuse_findings": ["administration"]},
        {},
        ("minio_idp_policies 'app'.Statement[0] allows admin:*",),
    ),
    "administration_of_administrators": Case(
        {
            **document(table.policy(table.allow("admin:*"))),
            **attachments({"group": "admins", "policies": ["app"]}),
            "minio_checklist_admin_groups": ["admins"],
            "minio_idp_refuse_findings": ["administration"],
        }
    ),
    "administration_of_the_directorys_administrators": Case(
        {
            **document(table.policy(table.allow("admin:*"))),
            "minio_idp_ldap_policy_attachments": [{"group": ADMINS, "policies": ["app"]}],
            "minio_checklist_admin_groups": [ADMINS],
            "minio_idp_refuse_findings": ["administration"],
        }
    ),
    "administration_of_others_besides": Case(
        {
            **document(table.policy(table.allow("admin:*"))),
            **attachments({"group": "admins", "policies": ["app"]}),
            "minio_idp_ldap_policy_attachments": [{"group": ADMINS, "policies": ["app"]}],
            "minio_checklist_admin_groups": ["admins"],
            "minio_idp_refuse_findings": ["administration"],
        },
        {},
        ("minio_idp_policies 'app'.Statement[0] allows admin:*",),
    ),
    "unlimited": Case(
        {**policies(Action="s3:*", Resource="*"), "minio_idp_refuse_findings": ["unlimited"]},
        {},
        ("allows everything with all buckets",),
    ),
    "unlimited_shown_only": Case(policies(Action="s3:*", Resource="*")),
    "no_such_finding": Case(
        {"minio_idp_refuse_findings": ["unlimitted"]}, {}, ("minio_idp_refuse_findings[0] is 'unlimitted'", "unlimited")
    ),
    "action_of_silo": Case({**document(table.OF_SILO["action"]), "minio_server_source": "silo"}),
    "action_of_silo_that_runs": Case(
        {**document(table.OF_SILO["action"]), "minio_server_source": None},
        {"release": {"flavour": "upstream", "version": "RELEASE.2025-09-07T16-13-09Z", "commit": None}},
        ("which only Silo knows",),
    ),
    "no_such_effect": Case(policies(Effect="allow"), {}, ("minio_idp_policies 'app'", "allow")),
    "short_secret": Case(
        users({"name": "alice", "secret_key": "short"}),
        {},
        ("gives alice secret_key with 5 characters: the server takes 8 or",),
    ),
    "short_name": Case(users({"name": "al"}), {}, ("gives al name with 2 characters: the server takes 3 or more",)),
    "long_access_key": Case(
        accounts({**ACCOUNT, "access_key": 21 * "a"}), {}, ("access_key with 21 characters: the server takes 3 to 20",)
    ),
    "long_secret_of_an_account": Case(
        accounts({**ACCOUNT, "secret_key": "planted" + 40 * "x"}), {}, ("secret_key with 47 characters", "8 to 40")
    ),
    "expiration_is_no_time": Case(accounts({**ACCOUNT, "expiration": "tomorrow"}), {}, ("'app-1': expiration",)),
    "nobody_gets_a_policy": Case(attachments({"policies": ["app"]}), {}, ("name a user or a group",)),
    "two_get_a_policy": Case(
        attachments({"user": "a", "group": "b", "policies": ["app"]}), {}, ("name a user or a group",)
    ),
    "policy_for_who_goes": Case(
        {**users({"name": "bob", "state": "absent"}), **attachments({"user": "bob", "policies": ["app"]})},
        {},
        ("gives policies to bob, which minio_idp_users removes",),
    ),
    "policy_that_goes": Case(
        {
            "minio_idp_policies": [{"name": "app", "state": "absent"}],
            **attachments({"user": "bob", "policies": ["app"]}),
        },
        {},
        ("gives app to bob, which minio_idp_policies removes",),
    ),
    "member_who_goes": Case(
        {**users({"name": "bob", "state": "absent"}), "minio_idp_groups": [{"name": "staff", "members": ["bob"]}]},
        {},
        ("minio_idp_groups has bob in staff, which minio_idp_users removes",),
    ),
    "parent_who_goes": Case(
        {**users({"name": "alice", "state": "absent"}), **accounts(ACCOUNT)},
        {},
        ("gives app-1 to alice, which minio_idp_users removes",),
    ),
    "itself": Case(
        users({"name": "root-of-cases"}), {}, ("minio_idp_users lists root-of-cases, which the role works as",)
    ),
    "misspelt": Case(users({**ALICE, "secretkey": "planted"}), {}, ("minio_idp_users[0]", "secretkey", "secret_key")),
    "no_such_kind": Case(
        {"minio_idp_exclusive": ["keys"]}, {}, ("minio_idp_exclusive[0] is 'keys'", "service_accounts")
    ),
    "no_such_moment": Case({"minio_idp_update_secrets": "never"}, {}, ("is 'never'", "on_create, always")),
    "automation": Case({**AUTOMATION, "minio_idp_root_access": False, "minio_idp_service_account_lifetime": 0}),
    "root_access_on_again": Case({"minio_idp_root_access": True}),
    "root_without_root_secret_of_its_own": Case(
        {**AUTOMATION, "minio_root_user": None, "minio_root_password": None, "minio_idp_root_access": False},
        {"root_credential": {"present": True, "changes": None}},
    ),
    "nobody_in_place_of_root": Case(
        {"minio_idp_root_access": False},
        {},
        ("minio_idp_root_access is false and minio_access_key is not set", "nobody could administer any more"),
    ),
    "root_in_place_of_root": Case(
        {"minio_access_key": "root-of-cases", "minio_secret_key": SECRET, "minio_idp_root_access": False},
        {},
        ("minio_idp_root_access is false and minio_access_key is minio_root_user",),
    ),
    "nobody_while_the_directory_is_down": Case(
        {
            **AUTOMATION,
            "minio_idp_root_access": False,
            "minio_idp_ldap": {
                "server_addr": "ldap.example.net:636",
                "lookup_bind_dn": "cn=minio,dc=example,dc=net",
                "lookup_bind_password": "planted-lookup-password",
                "user_dn_search_base_dn": "ou=people,dc=example,dc=net",
                "user_dn_search_filter": "(uid=%s)",
            },
        },
        {},
        ("minio_idp_root_access is false and minio_idp_ldap names a directory", "so let root in"),
    ),
    "nobody_to_trust_by": Case(
        {**AUTOMATION, "minio_root_user": None, "minio_root_password": None, "minio_idp_root_access": False},
        {},
        ("has no root credential", "published minioadmin"),
    ),
    "root_access_twice": Case(
        {**AUTOMATION, "minio_idp_root_access": False, "minio_server_environment": {"MINIO_API_ROOT_ACCESS": "on"}},
        {},
        ("minio_idp_root_access and MINIO_API_ROOT_ACCESS in minio_server_environment are both set",),
    ),
    "root_access_in_another_file": Case(
        {**AUTOMATION, "minio_idp_root_access": False},
        {"config_env_file": "/etc/minio.conf", "config_env_names": ["MINIO_API_ROOT_ACCESS"]},
        ("/etc/minio.conf (MINIO_CONFIG_ENV_FILE) sets MINIO_API_ROOT_ACCESS on",),
    ),
    "root_access_as_text": Case(
        {**AUTOMATION, "minio_idp_root_access": "off"},
        {},
        ("minio_idp_root_access is text: it has to be true or false",),
    ),
    "secret_key_alone": Case(
        {"minio_secret_key": SECRET}, {}, ("minio_secret_key is set and minio_access_key is not",)
    ),
    "access_key_alone": Case(
        {"minio_access_key": "automation"}, {}, ("minio_access_key is set and minio_secret_key is not",)
    ),
    "short_access_key": Case(
        {"minio_access_key": "au", "minio_secret_key": SECRET}, {}, ("minio_access_key has 2 characters: the server",)
    ),
    "long_name_of_automation": Case(
        {"minio_access_key": 21 * "a", "minio_secret_key": SECRET}, {}, ("minio_access_key has 21 characters: the",)
    ),
    "access_key_with_a_comma": Case(
        {"minio_access_key": "auto,mation", "minio_secret_key": SECRET}, {}, ("minio_access_key has a comma",)
    ),
    "short_secret_key": Case(
        {"minio_access_key": "automation", "minio_secret_key": "planted"}, {}, ("minio_secret_key is short or hardly",)
    ),
    "published_secret_key": Case(
        {"minio_access_key": "automation", "minio_secret_key": "minio-secret-key-change-me"},
        {},
        ("minio_secret_key is a published default: give a random secret of 16 to 40 characters",),
    ),
    "secret_key_is_the_access_key": Case(
        {"minio_access_key": "planted-automation", "minio_secret_key": "planted-automation"},
        {},
        ("minio_secret_key is the same as minio_access_key",),
    ),
    "long_secret_key": Case(
        {"minio_access_key": "automation", "minio_secret_key": SECRET + 40 * "x"}, {}, ("server takes 40 at most",)
    ),
    "lifetime_too_long": Case(
        {"minio_idp_service_account_lifetime": 365},
        {},
        ("minio_idp_service_account_lifetime is 365: give 1 to 364 days, or 0",),
    ),
    "lifetime_before_now": Case(
        {"minio_idp_service_account_lifetime": -1}, {}, ("minio_idp_service_account_lifetime is -1: give 1 to 364",)
    ),
    "lifetime_as_text": Case(
        {"minio_idp_service_account_lifetime": "never"}, {}, ("minio_idp_service_account_lifetime is text: it has to",)
    ),
    "own_account": Case(
        {**AUTOMATION, **accounts({**ACCOUNT, "access_key": "automation"})},
        {},
        ("minio_idp_service_accounts lists automation, which the role works as",),
    ),
    "no_credential": Case(
        {"minio_root_user": None, "minio_root_password": None},
        {},
        ("minio_access_key and minio_secret_key are not set", "give the credential of an administrator"),
    ),
}
CASES.update(
    {
        f"wrong_{number}": Case(document(found), {}, ("minio_idp_policies 'app'", part))
        for number, (found, part) in enumerate([*table.WRONG.values(), *table.REFUSED.values()])
    }
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Run the preflight of all cases."""
    folder = tmp_path_factory.mktemp("preflight")
    (folder / "app.json").write_text(json.dumps(POLICY["policy"]))
    return preflight.run(folder, "minio_idp", CASES, COMMON)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


def test_no_secret_is_shown(answers):
    assert preflight.PLANTED not in answers.output
