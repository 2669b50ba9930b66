# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_policy against a real server."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer

READ = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::app/*"]}],
}


@pytest.fixture
def api(minio: MinioServer) -> Api:
    return Api("minio_policy", minio)


@pytest.fixture
def admin(minio: MinioServer) -> Client:
    return Client({**minio.auth, "validate_certs": True, "timeout": 10})


def test_create_change_remove(api: Api):
    done = api.settles(policies=[{"name": "p-read", "policy": READ}])
    assert done["created"] == ["p-read"] and done["diff"]["before"] == {}
    other = {"Statement": {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::app/*"}}
    done = api.settles(policies=[{"name": "p-read", "policy": other}])
    assert done["updated"] == ["p-read"]
    assert done["diff"]["before"]["p-read"]["Statement"][0]["Action"] == ["s3:GetObject"]
    assert done["diff"]["after"]["p-read"]["Statement"][0]["Action"] == ["s3:PutObject"]
    done = api.settles(policies=[{"name": "p-read", "state": "absent"}])
    assert done["removed"] == ["p-read"]


CONDITIONS: list[dict[str, t.Any]] = [
    {"IpAddress": {"aws:SourceIp": "192.0.2.1"}},
    {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}},
    {"NotIpAddress": {"aws:SourceIp": ["192.0.2.77/24"]}},
    {"Bool": {"aws:SecureTransport": True}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}},
    {"NumericLessThanEquals": {"s3:max-keys": 5}},
    {"NumericLessThanEquals": {"s3:max-keys": "5"}},
    {"StringLike": {"s3:prefix": ["home/${aws:username}/*", "home/"]}},
    {"StringEquals": {"aws:username": "alice"}, "Null": {"aws:Referer": False}},
    {"ForAnyValue:StringEquals": {"aws:groups": ["a", "b"]}},
]


def test_every_way_to_write_a_policy_settles(api: Api):
    """What the server writes differently than it was given is no drift."""
    policies = {
        f"p-form-{number}": [
            {
                "Sid": "second",
                "Effect": "Allow",
                "Action": ["s3:ListBucket", "s3:ListBucket"],
                "Resource": "arn:aws:s3:::app",
                "Condition": condition,
            },
            {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::a/*"]},
        ]
        for number, condition in enumerate(CONDITIONS)
    }
    api.settles(policies=[{"name": name, "policy": {"Statement": found}} for name, found in policies.items()])
    turned = [
        {"name": name, "policy": {"Version": "2012-10-17", "Statement": list(reversed(found))}}
        for name, found in policies.items()
    ]
    assert not api.ok(policies=turned)["changed"]
    api.ok(policies=[{"name": name, "state": "absent"} for name in policies])


def test_administration_and_keys_settle(api: Api):
    statements = [
        {"Effect": "Allow", "Action": ["admin:*"]},
        {"Effect": "Allow", "Action": ["kms:*"], "Resource": []},
        {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::*"]},
    ]
    api.settles(policies=[{"name": "p-admin", "policy": {"Statement": statements}}])
    api.ok(policies=[{"name": "p-admin", "state": "absent"}])


def test_change_at_the_server_is_repaired(api: Api, admin: Client):
    api.ok(policies=[{"name": "p-drift", "policy": READ}])
    widened = {**READ, "Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::*"]}]}
    admin.admin("PUT", "add-canned-policy", "widen", {"name": "p-drift"}, widened)
    assert api.settles(policies=[{"name": "p-drift", "policy": READ}])["updated"] == ["p-drift"]
    api.ok(policies=[{"name": "p-drift", "state": "absent"}])


def test_exclusive_leaves_what_comes_with_the_server(api: Api, admin: Client):
    api.ok(policies=[{"name": "p-one", "policy": READ}, {"name": "p-two", "policy": READ}])
    done = api.settles(policies=[{"name": "p-one", "policy": READ}], exclusive=True)
    assert "p-two" in done["removed"] and "readwrite" not in done["removed"]
    assert {"p-one", "readwrite", "consoleAdmin"} <= set(admin.admin("GET", "list-canned-policies", "list"))
    api.ok(policies=[], exclusive=True)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"name": "p-x"}, ["'p-x'", "no document"]),
        ({"name": "a,b", "policy": READ}, ["'a,b'", "comma"]),
        ({"name": "p-x", "policy": {"Statement": []}}, ["policy 'p-x'.Statement", "empty"]),
        ({"name": "p-x", "policy": {"Statements": []}}, ["'Statements'"]),
        ({"name": "p-x", "policy": {"Version": "2008-10-17", "Statement": [{}]}}, ["'2008-10-17'"]),
        ({"name": "p-x", "policy": {"Statement": [{"Effect": "allow"}]}}, ["Effect", "'allow'"]),
        ({"name": "p-x", "policy": {"Statement": [{"Effect": "Allow", "action": "s3:*"}]}}, ["'action'"]),
        (
            {"name": "p-x", "policy": {"Statement": [{"Effect": "Allow", "Action": "s3:Nope", "Resource": "*"}]}},
            ["p-x", "Malformed"],
        ),
        (
            {
                "name": "p-x",
                "policy": {
                    "Statement": [{"Effect": "Allow", "Action": ["s3:*", "kms:*"], "Resource": "arn:aws:s3:::b"}]
                },
            },
            ["p-x", "Malformed"],
        ),
    ],
)
def test_wrong_input(api: Api, admin: Client, entry, words):
    message = api.error(policies=[entry])
    assert all(word in message for word in words), message
    assert entry["name"] not in admin.admin("GET", "list-canned-policies", "list")


def test_listed_twice(api: Api):
    assert "'p-x' is listed 2 times" in api.error(policies=[{"name": "p-x", "policy": READ}] * 2)


def test_policy_in_use_is_not_removed(api: Api, minio: MinioServer):
    api.ok(policies=[{"name": "p-used", "policy": READ}])
    Api("minio_group", minio).ok(groups=[{"name": "p-users", "members": []}])
    attachments = Api("minio_policy_attachment", minio)
    attachments.ok(attachments=[{"group": "p-users", "policies": ["p-used"]}])
    assert "in use" in api.error(policies=[{"name": "p-used", "state": "absent"}])
    attachments.ok(attachments=[{"group": "p-users", "policies": []}])
    api.ok(policies=[{"name": "p-used", "state": "absent"}])


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"ca_path": None}, ["not trusted", "ca_path"]),
        ({"ca_path": "/nowhere/ca.pem"}, ["/nowhere/ca.pem"]),
        ({"url": "https://127.0.0.1:1"}, ["https://127.0.0.1:1", "nothing listens"]),
        ({"url": "https://nosuch.invalid:9000"}, ["cannot be resolved"]),
        ({"url": "127.0.0.1:9000"}, ["'127.0.0.1:9000'", "https://"]),
        ({"secret_key": "planted-wrong"}, ["SignatureDoesNotMatch"]),
        ({"access_key": "nobody"}, ["InvalidAccessKeyId"]),
    ],
)
def test_server_that_cannot_be_asked(api: Api, params, words):
    message = api.error(policies=[{"name": "p-x", "policy": READ}], **params)
    assert all(word in message for word in words), message


def test_tls_asked_in_clear(api: Api, minio: MinioServer):
    assert "https://" in api.error(policies=[], url=minio.url.replace("https:", "http:"))


def test_certificate_is_not_checked_only_on_request(api: Api):
    assert not api.ok(policies=[], ca_path=None, validate_certs=False)["changed"]
