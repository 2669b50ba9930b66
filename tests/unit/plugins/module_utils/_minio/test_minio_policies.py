# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Canonical form of policy documents."""

from __future__ import annotations

import json

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.module_utils._minio import policies

READ = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::a/*"]}
WRITE = {"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:aws:s3:::a/*"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Statement": READ}, {"Version": "2012-10-17", "Statement": [READ]}),
        ({"Statement": [READ, WRITE]}, {"Statement": [WRITE, READ, WRITE]}),
        ({"Statement": [READ]}, {"Statement": [{**READ, "Action": "s3:GetObject", "NotAction": [], "Sid": ""}]}),
        (
            {"Statement": [{**READ, "Action": ["b", "a", "b"]}]},
            {"Statement": [{**READ, "Action": ["a", "b"]}]},
        ),
        (
            {"Statement": [{**READ, "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.1"}}}]},
            {"Statement": [{**READ, "Condition": {"IpAddress": {"aws:SourceIp": ["192.0.2.1/32"]}}}]},
        ),
        (
            {"Statement": [{**READ, "Condition": {"Bool": {"aws:SecureTransport": True}}}]},
            {"Statement": [{**READ, "Condition": {"Bool": {"aws:SecureTransport": ["true"]}}}]},
        ),
        (
            {"Statement": [{**READ, "Principal": "*"}]},
            {"Statement": [{**READ, "Principal": {"AWS": ["*"]}}]},
        ),
    ],
)
def test_same_meaning_is_equal(one, other):
    assert policies.canonical(one) == policies.canonical(json.dumps(other))


@pytest.mark.parametrize(
    "other",
    [
        {"Statement": [{**READ, "Effect": "Deny"}]},
        {"Statement": [{**READ, "Resource": ["arn:aws:s3:::a"]}]},
        {"Statement": [READ, WRITE]},
        {"Statement": [{**READ, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]},
        {"Statement": [{"Effect": "Allow", "NotAction": READ["Action"], "Resource": READ["Resource"]}]},
    ],
)
def test_other_meaning_differs(other):
    assert policies.canonical({"Statement": READ}) != policies.canonical(other)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{", "not JSON"),
        ([], "no dictionary"),
        ({"Statement": READ, "statement": []}, "'statement'"),
        ({"Statement": "x"}, "Statement is empty"),
        ({"Statement": ["x"]}, "Statement[0]"),
        ({"Statement": [READ, {"Effect": "Allow"}]}, "Statement[1] has no Action"),
        ({"Statement": {**READ, "Resource": {"a": 1}}}, "Resource"),
        ({"Statement": {**READ, "Condition": {"Bool": "x"}}}, "Condition"),
    ],
)
def test_wrong_form_is_told(document, words):
    with pytest.raises(InputError) as error:
        policies.canonical(document, "policy 'app'")
    assert words in str(error.value) and "policy 'app'" in str(error.value)


def test_unknown_form_at_the_server_is_kept():
    assert policies.stored({"Statement": []}) == {"Statement": {"Statement": []}}


@pytest.mark.parametrize(
    ("principal", "condition", "everybody"),
    [
        ("*", {}, True),
        ({"AWS": ["*"]}, {}, True),
        ({"AWS": ["arn:aws:iam:::user/x"]}, {}, False),
        ("*", {"StringLike": {"aws:Referer": "https://example.net/*"}}, True),
        ("*", {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, False),
        ("*", {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"]}}, True),
        ("*", {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, True),
    ],
)
def test_who_everybody_is(principal, condition, everybody):
    document = policies.canonical({"Statement": {**READ, "Principal": principal, "Condition": condition}})
    assert policies.is_for_everybody(document["Statement"][0]) is everybody


def test_denial_is_for_nobody():
    document = policies.canonical({"Statement": {**READ, "Effect": "Deny", "Principal": "*"}})
    assert not policies.is_for_everybody(document["Statement"][0])
