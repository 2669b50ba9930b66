# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who of the provider is let in, with which rights, and which tokens are not taken."""

from __future__ import annotations

import io
import time

import pytest
from minio.error import S3Error

from tests.integration.servers.oidc import CLIENT_SECRET, OTHER_CLIENT, PASSWORD
from tests.lab import planted
from tests.lab.openid.people import Refused

BUCKET = "lab-app"


@pytest.fixture(scope="module", autouse=True)
def bucket(people):
    """Make the bucket that the policy lab-app is about, with an object in it."""
    root = people.root()
    if not root.bucket_exists(BUCKET):
        root.make_bucket(BUCKET)
    put(root)


def put(client, bucket=BUCKET):
    client.put_object(bucket, "object", io.BytesIO(b"content"), 7)


def get(client, bucket=BUCKET):
    answer = client.get_object(bucket, "object")
    try:
        return answer.read()
    finally:
        answer.close()


def test_a_token_gives_the_policies_that_it_names(people):
    reader, writer = people.log_in("reader"), people.log_in("writer")
    assert get(reader) == b"content"
    with pytest.raises(S3Error, match="AccessDenied"):
        put(reader)
    put(writer)
    with pytest.raises(S3Error, match="AccessDenied"):
        get(writer)


def test_a_role_gives_its_policy_whatever_the_token_names(people):
    staff = people.join("nobody")
    put(staff)
    assert get(staff) == b"content"
    with pytest.raises(S3Error, match="AccessDenied"):
        staff.make_bucket("staff")


REFUSED = {
    "foreign_audience": (lambda tokens: tokens.of("reader", OTHER_CLIENT), "must match configured OpenID Client ID"),
    "no_kid": (lambda tokens: tokens.without_kid("reader"), "Invalid kid value"),
    "forged": (lambda tokens: tokens.forged(), "verification error"),
    "unknown_key": (lambda tokens: tokens.forged("lab-2"), "No public key found for kid lab-2"),
    "unknown_policy": (lambda tokens: tokens.of("nobody"), "None of the given policies"),
    "no_policy": (lambda tokens: tokens.of("silent"), "policy claim missing"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_token_is_refused(people, name):
    make, reason = REFUSED[name]
    with pytest.raises(Refused, match=reason):
        people.enter(make(people.tokens))


def test_an_expired_token_is_refused(people):
    token = people.tokens.of("brief")
    time.sleep(2)
    with pytest.raises(Refused, match=r"(?i)token is expired"):
        people.enter(token)


def test_the_secrets_are_nowhere_on_the_hosts(lab):
    for host in (*lab.hosts("minio"), *lab.hosts("kes")):
        assert planted.search(lab, host, [CLIENT_SECRET, PASSWORD]) == []
