# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declared identities checked against one another."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._identities import problems

POLICY = {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::app/*"}]}
GOOD: dict[str, list[dict[str, t.Any]]] = {
    "policies": [{"name": "app", "policy": POLICY}, {"name": "old", "state": "absent"}],
    "users": [{"name": "web", "secret_key": "planted-web"}, {"name": "gone", "state": "absent"}],
    "groups": [{"name": "apps", "members": ["web"]}, {"name": "left", "state": "absent"}],
    "policy_attachments": [{"group": "apps", "policies": ["app"]}, {"user": "gone", "policies": []}],
    "service_accounts": [
        {"access_key": "web-1", "parent": "web", "secret_key": "planted-app", "expiration": "2027-03-31T00:00:00Z"}
    ],
}


def test_good_ones():
    assert problems(GOOD, "root") == []
    assert problems({kind: [] for kind in GOOD}, "") == []


@pytest.mark.parametrize(
    ("kind", "entry", "words"),
    [
        ("policies", {"name": "app", "policy": POLICY}, ["minio_idp_policies", "app", "2 times"]),
        ("policies", {"name": "empty"}, ["minio_idp_policies 'empty'", "Statement"]),
        ("policies", {"name": "bad", "policy": {"Statement": [{"Effect": "allow"}]}}, ["'bad'", "Effect"]),
        ("users", {"name": "new", "secret_key": "planted"}, ["minio_idp_users", "new", "7 characters"]),
        ("users", {"name": "al"}, ["minio_idp_users gives al name with 2 characters"]),
        ("service_accounts", {"access_key": 21 * "a"}, ["access_key with 21 characters", "3 to 20"]),
        ("service_accounts", {"access_key": "app-2", "secret_key": 41 * "planted"}, ["secret_key with 287", "8 to 40"]),
        ("users", {"name": "root"}, ["root", "works as"]),
        ("groups", {"name": "more", "members": ["gone"]}, ["gone in more", "minio_idp_users removes"]),
        ("policy_attachments", {"policies": ["app"]}, ["name a user or a group"]),
        ("policy_attachments", {"user": "a", "group": "b", "policies": ["app"]}, ["name a user or a group"]),
        ("policy_attachments", {"group": "left", "policies": ["app"]}, ["left", "minio_idp_groups removes"]),
        ("policy_attachments", {"group": "apps", "policies": ["old"]}, ["old to apps", "minio_idp_policies removes"]),
        ("service_accounts", {"access_key": "app-2", "parent": "gone"}, ["app-2 to gone", "minio_idp_users removes"]),
        ("service_accounts", {"access_key": "app-2", "expiration": "soon"}, ["'app-2'", "'soon'"]),
        ("service_accounts", {"access_key": "app-2", "policy": {"Statement": []}}, ["'app-2'", "Statement"]),
    ],
)
def test_one_problem(kind, entry, words):
    found = problems({**GOOD, kind: [*GOOD[kind], entry]}, "root")
    assert len(found) == 1 and all(word in found[0] for word in words), found
    assert "planted" not in found[0]
