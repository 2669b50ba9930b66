# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies that are ready to use; tests/integration/test_ready_policies.py tries what they allow."""

from __future__ import annotations

import json

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.hardening.minio.plugins.filter import ready_policy as plugin
from ansible_collections.hardening.minio.plugins.filter.ready_policy import ready_policy
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import ready


def test_what_is_given_is_put_in_its_place():
    text = json.dumps(ready_policy("read_write_prefix", bucket="teams", prefix="/a/b/"))
    assert "arn:aws:s3:::teams/a/b/*" in text and '"a/b/*"' in text and "<" not in text


def test_documentation_names_all():
    for name, entry in ready.load().items():
        assert f"V({name})" in plugin.DOCUMENTATION
        assert entry["description"] and set(entry["needs"]) <= set(ready.FORMS)


@pytest.mark.parametrize(
    ("name", "given", "part"),
    [
        ("readonly_bucket", {"bucket": "app"}, "no ready policy 'readonly_bucket', perhaps read_only_bucket is meant"),
        ("nothing", {}, "known are read_only_bucket, read_write_prefix, backup_writer, auditor, monitoring"),
        ("read_only_bucket", {}, "the ready policy read_only_bucket needs bucket: give the name of one bucket"),
        ("read_write_prefix", {"bucket": "app"}, "needs prefix: give a folder without wildcards"),
        ("read_only_bucket", {"bucket": "app", "prefix": "a"}, "prefix is given to the ready policy read_only_bucket"),
        ("auditor", {"bucket": "app"}, "bucket is given to the ready policy auditor: it takes nothing"),
        ("read_only_bucket", {"bucket": "*"}, "bucket of the ready policy read_only_bucket is '*'"),
        ("read_only_bucket", {"bucket": "App"}, "'App': give the name of one bucket"),
        ("read_only_bucket", {"bucket": 'a"b'}, "give the name of one bucket"),
        (
            "read_write_prefix",
            {"bucket": "app", "prefix": "a*"},
            "prefix of the ready policy read_write_prefix is 'a*'",
        ),
        ("read_write_prefix", {"bucket": "app", "prefix": "/"}, "is '/': give a folder"),
        ("read_write_prefix", {"bucket": "app", "prefix": "${aws:username}"}, "give a folder without wildcards"),
    ],
)
def test_wrong(name, given, part):
    with pytest.raises(AnsibleFilterError) as error:
        ready_policy(name, **given)
    assert part in str(error.value)
