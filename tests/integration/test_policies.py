# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the library says of policies is what a real server does with them."""

from __future__ import annotations

import json
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError, ServerError
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.policies import canonical
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import known, validate

from tests import policies
from tests.integration.conftest import Start

NAME = "p-library"
FLAVOUR = "upstream"


@pytest.fixture(scope="module")
def admin(start_minio: Start) -> Client:
    # of its own: some of these policies keep it from listing any
    return Client({**start_minio().auth, "validate_certs": True, "timeout": 120})


def _sent(document: t.Any) -> t.Any:
    """Return a document as the collection sends it; as it is if it has another form than a policy's."""
    try:
        return canonical(document)
    except InputError:
        return document


def takes(admin: Client, document: t.Any) -> bool:
    """Tell whether the server takes a document; it then holds what was sent."""
    sent = _sent(document)
    try:
        admin.admin("PUT", "add-canned-policy", "write", {"name": NAME}, json.dumps(sent).encode())
    except ServerError as error:
        assert "Malformed" in str(error) or "InvalidVersion" in str(error) or "InvalidArgument" in str(error), error
        return False
    return True


def held(admin: Client) -> t.Any:
    return canonical(admin.admin("GET", "list-canned-policies", "list")[NAME])


@pytest.mark.parametrize("name", policies.RIGHT)
def test_both_take_it_and_it_compares_equal(admin: Client, name):
    document = policies.RIGHT[name]
    assert validate.sentences(document, flavour=FLAVOUR) == []
    assert takes(admin, document)
    assert held(admin) == canonical(document)


@pytest.mark.parametrize("name", policies.WRONG)
def test_both_refuse_it(admin: Client, name):
    document, part = policies.WRONG[name]
    said = validate.sentences(document, flavour=FLAVOUR)
    assert any(part in sentence for sentence in said), said
    assert not takes(admin, document)


@pytest.mark.parametrize("name", policies.REFUSED)
def test_only_the_library_refuses_it(admin: Client, name):
    document, part = policies.REFUSED[name]
    said = validate.sentences(document, flavour=FLAVOUR)
    assert any(part in sentence for sentence in said), said
    assert takes(admin, document)


@pytest.mark.parametrize("kind", known.KINDS)
def test_every_action_is_one_of_the_servers(admin: Client, kind):
    """All in one statement; of those that only Silo has, each is refused."""
    resource = f"{policies.S3}*" if kind == "s3" else None
    assert takes(admin, policies.policy(policies.allow(list(known.actions(kind, FLAVOUR)), resource)))
    for action, entry in known.actions(kind).items():
        assert entry.get("only") != "silo" or not takes(admin, policies.policy(policies.allow(action, resource))), (
            action
        )


def test_every_condition_key_is_one_of_the_servers(admin: Client):
    """Each action with all keys that it takes, and with none of the others."""
    every = [key for key in known.load()["condition_keys"] if key != "s3:x-amz-copy-source"]
    for action in [name for kind in ("s3", "admin", "sts") for name in known.actions(kind, FLAVOUR)]:
        resource = f"{policies.S3}*" if action.startswith("s3:") else None
        right = {
            key: "a"
            for key in every
            if not validate.sentences(policies.policy(_like(action, resource, {key: "a"})), flavour=FLAVOUR)
        }
        assert takes(admin, policies.policy(_like(action, resource, right))), action
        for key in set(every) - set(right):
            assert not takes(admin, policies.policy(_like(action, resource, {key: "a"}))), (action, key)


def _like(action: str, resource: str | None, keys: dict[str, str]) -> policies.Document:
    return policies.allow(action, resource, Condition={"StringLike": keys})


@pytest.fixture(scope="module")
def bucket(admin: Client) -> str:
    with admin.asking("make a bucket"):
        admin.s3.make_bucket(policies.BUCKET)
    return policies.BUCKET


def takes_for_bucket(admin: Client, bucket: str, document: t.Any) -> bool:
    try:
        with admin.asking("write"):
            admin.s3.set_bucket_policy(bucket, json.dumps(document))
    except ServerError as error:
        assert "MalformedPolicy" in str(error), error
        return False
    return True


@pytest.mark.parametrize("name", policies.RIGHT_OF_BUCKETS)
def test_both_take_it_for_a_bucket(admin: Client, bucket, name):
    document = policies.RIGHT_OF_BUCKETS[name]
    assert validate.sentences(document, kind="bucket", flavour=FLAVOUR) == []
    assert takes_for_bucket(admin, bucket, document)


@pytest.mark.parametrize("name", policies.WRONG_OF_BUCKETS)
def test_both_refuse_it_for_a_bucket(admin: Client, bucket, name):
    document, part = policies.WRONG_OF_BUCKETS[name]
    said = validate.sentences(document, kind="bucket", flavour=FLAVOUR)
    assert any(part in sentence for sentence in said), said
    assert not takes_for_bucket(admin, bucket, document)


@pytest.mark.parametrize("name", policies.REFUSED_OF_BUCKETS)
def test_only_the_library_refuses_it_for_a_bucket(admin: Client, bucket, name):
    document, part = policies.REFUSED_OF_BUCKETS[name]
    said = validate.sentences(document, kind="bucket", flavour=FLAVOUR)
    assert any(part in sentence for sentence in said), said
    assert takes_for_bucket(admin, bucket, document)


def test_policy_with_not_action_keeps_the_server_from_listing_any(admin: Client):
    """Why the library refuses it."""
    document, _part = policies.REFUSED["all actions but one"]
    assert takes(admin, document)
    with pytest.raises(ServerError, match="empty actions not allowed"):
        admin.admin("GET", "list-canned-policies", "list")
    admin.admin("DELETE", "remove-canned-policy", "remove", {"name": NAME})
    assert "readwrite" in admin.admin("GET", "list-canned-policies", "list")
