# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who of the directory is let in, and with which rights."""

from __future__ import annotations

import io

import pytest
from minio.error import MinioException

from tests.lab import planted
from tests.lab.ldap import entries

BUCKET = "lab-app"


@pytest.fixture(scope="module", autouse=True)
def bucket(people):
    """Make the bucket that the policy lab-app is about."""
    root = people.root()
    if not root.bucket_exists(BUCKET):
        root.make_bucket(BUCKET)


def put(client, bucket=BUCKET):
    client.put_object(bucket, "object", io.BytesIO(b"content"), 7)


def test_a_member_has_the_rights_of_the_group(people):
    alice = people.log_in("alice")
    put(alice)
    with pytest.raises(MinioException, match="AccessDenied"):
        alice.make_bucket("alice")


def test_an_administrator_of_the_directory(people):
    olga = people.log_in("olga")
    olga.make_bucket("olga")
    olga.remove_bucket("olga")


def test_a_user_whose_name_needs_an_escape_has_policies_of_her_own(people):
    jane = people.log_in("jane")
    put(people.root())
    assert jane.get_object(BUCKET, "object").read() == b"content"
    with pytest.raises(MinioException, match="AccessDenied"):
        put(jane)


def test_a_user_outside_the_groups_is_not_let_in(people):
    assert "expecting a policy to be set" in people.refusal("carol")


@pytest.mark.parametrize(
    ("username", "password", "reason"),
    [
        ("alice", "planted-wrong", "LDAP auth failed for DN "),
        ("nobody", "planted-wrong", "User DN not found for: nobody"),
        # no more than a name
        ("*", "planted-wrong", "User DN not found for: *"),
    ],
)
def test_a_wrong_login_is_refused(people, username, password, reason):
    assert reason in people.refusal(username, password)


def test_the_directory_takes_nothing_in_clear(directory, known):
    """So that a login that works came over TLS."""
    secret = f"-D {entries.LOOKUP} -w {entries.LOOKUP_PASSWORD}"
    refusal = directory(f"! ldapwhoami -x -H ldap://localhost {secret} 2>&1")
    assert known["in_clear"] in refusal


def test_no_secret_of_the_directory_lies_on_the_nodes(lab):
    secrets = [entries.LOOKUP_PASSWORD, entries.USER_PASSWORD]
    for host in lab.hosts("minio"):
        assert planted.search(lab, host, secrets) == []
