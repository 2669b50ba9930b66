# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What speaks against policies."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import lint, ready

from tests import policies
from tests.policies import APP, OBJECTS, S3, allow, policy

EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": OBJECTS}

FOUND: dict[str, tuple[dict, dict, list[str], str]] = {
    "nothing": (policy(allow("s3:GetObject", OBJECTS), allow("s3:ListBucket", APP)), {}, [], ""),
    "misspelt": (policy(allow("s3:GetObjct", OBJECTS)), {}, ["invalid"], "perhaps s3:GetObject is meant"),
    "all data": (policy(allow("s3:*", f"{S3}*")), {}, ["unlimited"], "everything with all buckets: name the buckets"),
    "all data for administrators": (policy(allow("s3:*", f"{S3}*")), {"admin": True}, [], ""),
    "everything": (
        policy(allow("*", OBJECTS)),
        {},
        ["unlimited", "administration", "keys", "resource_ignored"],
        "whatever Resource says: the server does not look at it",
    ),
    "administration": (policy(allow("admin:*")), {}, ["administration"], "allows admin:*: who has it can get every"),
    "administration for administrators": (policy(allow(["admin:*"])), {"admin": True}, [], ""),
    "one is enough": (policy(allow("admin:CreateUser")), {}, ["administration"], "allows admin:CreateUser"),
    "operation": (policy(allow("admin:ServiceRestart")), {}, ["operation"], "changes how the cluster works"),
    "information": (policy(allow(["admin:ServerInfo", "admin:Prometheus"])), {}, [], ""),
    "administration by a pattern of S3": (
        policy(allow("*Create*", f"{S3}*")),
        {},
        ["administration", "keys"],
        "admin:CreateUser",
    ),
    "keys": (policy(allow("kms:*")), {}, ["keys"], "allows kms:*: who has it can make keys or destroy them"),
    "state of keys": (policy(allow("kms:KeyStatus")), {}, [], ""),
    "bucket through objects": (
        policy(allow(["s3:GetObject", "s3:DeleteBucket"], OBJECTS)),
        {},
        ["bucket_through_objects"],
        "allows s3:DeleteBucket through app/* only, which the server takes for the bucket as well",
    ),
    "many through objects": (
        policy(allow("s3:*", OBJECTS)),
        {},
        ["bucket_through_objects"],
        "and 27 more through app/*",
    ),
    "bucket and objects": (policy(allow("s3:*", [APP, OBJECTS])), {}, [], ""),
    "objects without objects": (
        policy(allow("s3:GetObject", APP)),
        {},
        ["never_matches"],
        "allows s3:GetObject on arn:aws:s3:::app, which is not what the server looks for: it needs objects, such as arn:aws:s3:::app/*",
    ),
    "bucket with a folder": (
        policy(allow("s3:ListBucket", f"{S3}app/a/*")),
        {},
        ["never_matches"],
        "it needs a bucket",
    ),
    "denied in vain": (
        policy({"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": APP}),
        {},
        ["never_matches"],
        "denies s3:DeleteObject on arn:aws:s3:::app",
    ),
    "list of all buckets": (policy(allow("s3:ListAllMyBuckets", APP)), {}, ["never_matches"], "such as arn:aws:s3:::*"),
    "pattern at the front": (
        policy(allow("s3:ListBucket", f"{S3}*-logs")),
        {},
        ["never_matches", "wide_resource"],
        "such as arn:aws:s3:::*-logs*",
    ),
    "variable": (
        policy(allow("s3:GetObject", f"{S3}home/${{aws:user}}/*")),
        {},
        ["never_matches"],
        "the server does not replace ${aws:user}",
    ),
    "known variable": (policy(allow("s3:GetObject", f"{S3}home/${{aws:username}}/*")), {}, [], ""),
    "resource of administration": (
        policy(allow("admin:GetBucketQuota", APP)),
        {},
        ["resource_ignored"],
        "it is not limited to arn:aws:s3:::app",
    ),
    "all but": (
        policy({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": f"{S3}secret/*"}),
        {},
        ["all_but"],
        "allows all resources but those of NotResource",
    ),
    "all but in a denial": (policy({"Effect": "Deny", "Action": "s3:*", "NotResource": OBJECTS}), {}, [], ""),
    "many buckets": (policy(allow("s3:GetObject", f"{S3}app*/*")), {}, ["wide_resource"], "every bucket named so"),
    "no version": ({"Statement": [allow("s3:GetObject", OBJECTS)]}, {}, ["version"], "has no Version"),
    "everybody": (policy(EVERYBODY), {"kind": "bucket"}, ["public"], "lets everybody in from everywhere"),
    "everybody on purpose": (policy(EVERYBODY), {"kind": "bucket", "public": True}, [], ""),
    "everybody from here": (
        policy({**EVERYBODY, "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}),
        {"kind": "bucket"},
        [],
        "",
    ),
    "everybody named so": (
        policy({**EVERYBODY, "Principal": {"AWS": ["app-*"]}}),
        {"kind": "bucket"},
        ["wide_principal"],
        "is for 'app-*'",
    ),
    "bucket that objects are not": (
        policy({**EVERYBODY, "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [f"{S3}app*"]}),
        {"kind": "bucket", "public": True},
        [],
        "",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_findings(name):
    document, options, ids, part = FOUND[name]
    found = lint.findings(document, "policy 'p'", lint.Options(**options))
    assert [one["id"] for one in found] == ids
    assert not part or any(part in one["sentence"] for one in found), found
    for one in found:
        assert one["severity"] == lint.SEVERITIES[one["id"]]
        assert one["sentence"].startswith("policy 'p'" if one["statement"] is None else "policy 'p'.Statement[0]")


def test_all_findings_are_tried():
    assert {name for _document, _options, ids, _part in FOUND.values() for name in ids} == set(lint.SEVERITIES)


def test_a_broken_statement_hides_no_other():
    document = policy(allow("s3:GetObjct", OBJECTS), allow("s3:*", f"{S3}*"))
    assert [(one["id"], one["statement"]) for one in lint.findings(document)] == [("invalid", 0), ("unlimited", 1)]


@pytest.mark.parametrize("document", [None, {}, {"Statement": "x"}, [], 5])
def test_no_policy(document):
    assert [(one["id"], one["statement"]) for one in lint.findings(document)] == [("invalid", None)]


@pytest.mark.parametrize("name", policies.RIGHT)
def test_every_right_policy_can_be_judged(name):
    assert "invalid" not in [one["id"] for one in lint.findings(policies.RIGHT[name])]


@pytest.mark.parametrize("name", ready.load())
def test_nothing_speaks_against_the_ready_ones(name):
    given = dict.fromkeys(ready.load()[name]["needs"], "app")
    for flavour in ("silo", "upstream"):
        assert lint.findings(ready.policy(name, given), options=lint.Options(flavour=flavour)) == []
