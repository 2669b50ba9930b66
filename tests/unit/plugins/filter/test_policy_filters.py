# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters for policies pass on results and turn errors into errors of a filter."""

from __future__ import annotations

import json

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.hardening.minio.plugins.filter.policy_documents import policy_documents
from ansible_collections.hardening.minio.plugins.filter.policy_findings import policy_findings
from ansible_collections.hardening.minio.plugins.filter.policy_lint import policy_lint

from tests.policies import OBJECTS, allow, policy

ADMIN = policy(allow("admin:CreateUser"))


def test_lint_of_dictionary_and_text():
    found = policy_lint(ADMIN, name="helpdesk")
    assert [(one["id"], one["severity"], one["statement"]) for one in found] == [("administration", "high", 0)]
    assert found[0]["sentence"].startswith("helpdesk.Statement[0] allows admin:CreateUser")
    assert policy_lint(json.dumps(ADMIN), name="helpdesk") == found
    assert policy_lint(ADMIN, admin=True) == []


def test_lint_of_what_is_no_policy():
    (found,) = policy_lint("{", name="app.json")
    assert (found["id"], found["severity"]) == ("invalid", "required")
    assert found["sentence"].startswith("app.json is not JSON")


def test_lint_with_a_flavour():
    own_password = policy(allow("admin:ChangeMyPassword"))
    assert policy_lint(own_password, flavour="silo") == []
    assert "only Silo knows" in policy_lint(own_password, flavour="upstream")[0]["sentence"]


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({"kind": "user"}, "kind of policy_lint is 'user': give identity or bucket"),
        ({"flavour": "minio"}, "flavour of policy_lint is 'minio': give silo or upstream"),
    ],
)
def test_lint_with_wrong_options(options, part):
    with pytest.raises(AnsibleFilterError, match=part):
        policy_lint(ADMIN, **options)


@pytest.mark.parametrize(
    ("attachments", "ids"),
    [
        ([], ["administration"]),
        ([{"group": "admins", "policies": ["helpdesk"]}], []),
        ([{"user": "olga", "policies": ["helpdesk"]}], []),
        ([{"user": "olga", "policies": ["other"]}], ["administration"]),
        (
            [{"group": "admins", "policies": ["helpdesk"]}, {"group": "apps", "policies": ["helpdesk"]}],
            ["administration"],
        ),
        ([{"user": "eve", "policies": ["helpdesk"]}], ["administration"]),
    ],
)
def test_findings_know_administrators(attachments, ids):
    wanted = {
        "policies": [{"name": "helpdesk", "policy": ADMIN}, {"name": "old", "state": "absent"}],
        "policy_attachments": attachments,
    }
    found = policy_findings(wanted, admin_groups=["admins"], admins=["olga"])
    assert [one["id"] for one in found] == ids and all(one["policy"] == "helpdesk" for one in found)


def test_documents(tmp_path):
    (tmp_path / "app.json").write_text(json.dumps(policy(allow("s3:GetObject", OBJECTS))))
    entries = [{"name": "app", "file": "app.json"}]
    assert policy_documents(entries, str(tmp_path))[0]["policy"]["Statement"][0]["Action"] == "s3:GetObject"
    for wrong in (
        policy_documents,
        lambda *given: policy_findings({"policies": given[0], "policy_attachments": []}, given[1]),
    ):
        with pytest.raises(AnsibleFilterError, match="there is no file"):
            wrong(entries, str(tmp_path / "elsewhere"))
