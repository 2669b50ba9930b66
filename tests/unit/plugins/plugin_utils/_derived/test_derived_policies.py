# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What policies amount to."""

from __future__ import annotations

import copy
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.policies import canonical
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import policies
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import rights

ALL = "arn:aws:s3:::*"


def allow(actions: t.Any, resources: t.Any = ALL, **more: t.Any) -> dict[str, t.Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def statements(*found: dict[str, t.Any]) -> list[dict[str, t.Any]]:
    return canonical({"Statement": list(found)})["Statement"]


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ([allow("s3:*")], ["everything with all buckets"]),
        ([allow("*")], ["everything with all buckets", "admin:*", "kms:*"]),
        ([allow("s3:*", "arn:aws:s3:::*/*")], ["everything with all buckets"]),
        ([allow(["s3:Get*", "s3:Put*"]), allow("s3:Delete*")], ["everything with all buckets"]),
        (
            [{"Effect": "Allow", "NotAction": "s3:ListBucket", "Resource": ALL}],
            ["everything with all buckets", "admin:*", "kms:*"],
        ),
        (
            [{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::secret/*"}],
            ["everything with all buckets"],
        ),
        ([{"Effect": "Allow", "Action": "admin:*"}], ["admin:*"]),
        ([{"Effect": "Allow", "Action": ["admin:CreatePolicy", "admin:ServerInfo"]}], ["admin:CreatePolicy"]),
        ([{"Effect": "Allow", "Action": "kms:*"}], ["kms:*"]),
        # conditions are not credited, denials neither
        ([allow("s3:*", Condition={"IpAddress": {"aws:SourceIp": "192.0.2.1"}})], ["everything with all buckets"]),
        ([allow("s3:*"), {**allow("s3:DeleteBucket"), "Effect": "Deny"}], ["everything with all buckets"]),
        # limited rights
        ([allow("s3:*", "arn:aws:s3:::app/*")], []),
        ([allow(["s3:GetObject", "s3:ListBucket"])], []),
        ([{"Effect": "Allow", "Action": ["admin:ServerInfo", "admin:Prometheus"]}], []),
        ([{"Effect": "Allow", "Action": "kms:KeyStatus"}], []),
        ([{**allow("s3:*"), "Effect": "Deny"}], []),
    ],
)
def test_unlimited(given, reasons):
    assert rights.unlimited(statements(*given)) == reasons


@pytest.mark.parametrize(
    ("given", "gives"),
    [
        ([allow(["s3:GetObject", "s3:DeleteBucket"], "arn:aws:s3:::app/*")], ["s3:DeleteBucket on app"]),
        ([allow("s3:ListBucket", "arn:aws:s3:::app/*")], ["s3:ListBucket on app"]),
        # meant: the bucket is named as well
        ([allow("s3:*", ["arn:aws:s3:::app", "arn:aws:s3:::app/*"])], []),
        ([allow("s3:GetObject", "arn:aws:s3:::app/*"), allow("s3:ListBucket", "arn:aws:s3:::app")], []),
        ([allow("s3:*", "arn:aws:s3:::app/*"), allow("s3:*", "arn:aws:s3:::ap*")], []),
        # a folder is not the bucket
        ([allow("s3:*", "arn:aws:s3:::app/home/*")], []),
        ([allow("s3:*", ALL)], []),
        ([{**allow("s3:*", "arn:aws:s3:::app/*"), "Effect": "Deny"}], []),
    ],
)
def test_careless(given, gives):
    assert policies.careless(statements(*given)) == gives


def test_everything_in_a_bucket_gives_the_bucket():
    gives = policies.careless(statements(allow("s3:*", "arn:aws:s3:::app/*")))
    assert {"s3:DeleteBucket on app", "s3:PutBucketPolicy on app"} <= set(gives)


APP = canonical({"Statement": allow("s3:GetObject", "arn:aws:s3:::app/*")})
CLUSTER: dict[str, t.Any] = {
    "identities": {
        "users": [
            {"name": "alice", "enabled": True, "groups": ["staff"], "policies": []},
            {"name": "bob", "enabled": False, "groups": [], "policies": ["readwrite"]},
            {"name": "olga", "enabled": True, "groups": ["admins"], "policies": []},
            {"name": "root2", "enabled": True, "groups": ["off"], "policies": ["readwrite"]},
        ],
        "groups": [
            {"name": "staff", "enabled": True, "members": ["alice"], "policies": ["app"]},
            {"name": "admins", "enabled": True, "members": ["olga"], "policies": ["consoleAdmin"]},
            {"name": "off", "enabled": False, "members": ["root2"], "policies": ["consoleAdmin"]},
        ],
        "ldap": {"users": [], "groups": [{"name": "cn=all,dc=x", "policies": ["readwrite"]}]},
        "policies": {
            "app": APP,
            "readwrite": canonical({"Statement": allow("s3:*")}),
            "consoleAdmin": canonical({"Statement": [{"Effect": "Allow", "Action": "admin:*"}, allow("s3:*")]}),
        },
        "built_in_policies": ["consoleAdmin", "readwrite"],
    },
    "buckets": [
        {
            "name": "web",
            "open": True,
            "policy": canonical({"Statement": allow("s3:GetObject", "arn:aws:s3:::web/*", Principal="*")}),
        },
        {"name": "app", "open": False, "policy": None},
    ],
}


def derive(**declared: t.Any) -> dict[str, t.Any]:
    return policies.derive({"cluster": CLUSTER}, declared)


def names(found: list[dict[str, t.Any]]) -> list[str]:
    return [one["name"] for one in found]


def test_nobody_is_declared():
    found = derive()
    assert names(found["unlimited_groups"]) == ["admins", "cn=all,dc=x"]
    assert names(found["unlimited_users"]) == ["olga", "root2"]
    assert found["public_buckets"] == ["web"]
    assert found["careless"] == [{"policy": "bucket web", "gives": ["something to everybody from everywhere"]}]
    assert found["drift"] == []


def test_declared_admins():
    found = derive(
        minio_checklist_admin_groups=["admins"],
        minio_checklist_admins=["root2"],
        minio_checklist_public_buckets=["web"],
    )
    assert names(found["unlimited_groups"]) == ["cn=all,dc=x"]
    # olga's rights come through the declared group
    assert found["unlimited_users"] == [] and found["public_buckets"] == [] and found["careless"] == []


@pytest.mark.parametrize(
    ("declared", "drift"),
    [
        (
            {
                "minio_idp_policies": [
                    {"name": "app", "policy": {"Statement": allow("s3:GetObject", "arn:aws:s3:::app/*")}}
                ]
            },
            [],
        ),
        (
            {"minio_idp_policies": [{"name": "app", "policy": {"Statement": allow("s3:*", ALL)}}]},
            ["policy app differs"],
        ),
        (
            {"minio_idp_policies": [{"name": "new", "policy": {"Statement": allow("s3:*", ALL)}}]},
            ["policy new is missing"],
        ),
        ({"minio_idp_policies": [{"name": "app", "state": "absent"}]}, ["policy app is there"]),
        ({"minio_idp_policies": [], "minio_idp_exclusive": ["policies"]}, ["policy app is not declared"]),
        ({"minio_idp_groups": [{"name": "staff", "members": ["alice", "bob"]}]}, ["group staff has other members"]),
        ({"minio_idp_groups": [{"name": "staff"}, {"name": "new"}]}, ["group new is missing"]),
        (
            {"minio_idp_groups": [{"name": "staff"}, {"name": "admins"}], "minio_idp_exclusive": ["groups"]},
            ["group off is not declared"],
        ),
        ({"minio_idp_policy_attachments": [{"group": "staff", "policies": ["app"]}]}, []),
        ({"minio_idp_policy_attachments": [{"group": "staff", "policies": []}]}, ["group staff has other policies"]),
        ({"minio_idp_policy_attachments": [{"user": "alice", "policies": ["app"]}]}, ["user alice has other policies"]),
    ],
)
def test_drift(declared, drift):
    assert derive(**declared)["drift"] == drift


def test_drift_of_a_document_in_a_file(tmp_path):
    (tmp_path / "app.yml").write_text(
        "Statement: {Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::app/*'}"
    )
    declared = {"minio_idp_policies": [{"name": "app", "file": "app.yml"}], "inventory_dir": str(tmp_path)}
    assert derive(**declared)["drift"] == []
    with pytest.raises(HardeningError, match="there is no file"):
        derive(**{**declared, "inventory_dir": None})


def test_users_are_judged_once_for_each_set_of_policies(monkeypatch):
    judged = []

    def spied(statements, _unlimited=rights.unlimited):
        judged.append(statements)
        return _unlimited(statements)

    monkeypatch.setattr(rights, "unlimited", spied)
    many = [{**CLUSTER["identities"]["users"][3], "name": f"user-{number}"} for number in range(100)]
    cluster = {**CLUSTER, "identities": {**CLUSTER["identities"], "users": many}}
    found = policies.derive({"cluster": cluster}, {})
    # once for the users, and once for each group that is enabled
    assert len(found["unlimited_users"]) == len(many) and len(judged) == 4


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("cluster",), None),
        (("cluster",), {}),
        (("cluster",), {"error": "no answer"}),
        (("cluster", "identities"), {"error": "no answer"}),
        (("cluster", "buckets"), {"error": "no answer"}),
        (("cluster", "identities", "users"), None),
        (("cluster", "identities", "policies", "app"), {"Statement": {"what": "is this"}}),
    ],
)
def test_what_is_not_known_is_an_error(path, value):
    document = {"cluster": copy.deepcopy(CLUSTER)}
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(HardeningError):
        policies.derive(document, {})
