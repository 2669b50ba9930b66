# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_bucket_encryption against a real MinIO with a real KES."""

from __future__ import annotations

import io
import pathlib

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client

from tests.integration.api import Api
from tests.integration.servers.kes import KesServer
from tests.integration.servers.minio import MinioServer


@pytest.fixture
def api(minio_kms: MinioServer) -> Api:
    return Api("minio_bucket_encryption", minio_kms)


@pytest.fixture
def admin(minio_kms: MinioServer) -> Client:
    return Client({**minio_kms.auth, "validate_certs": True, "timeout": 10})


@pytest.fixture
def bucket(admin: Client, request: pytest.FixtureRequest) -> str:
    name = request.node.name.replace("_", "-").split("[")[0]
    admin.s3.make_bucket(name)
    return name


def test_key_is_made_and_used(api: Api, admin: Client, bucket: str):
    foreseen = api.ok(check=True, buckets=[{"name": bucket, "key": "test-own"}])
    assert foreseen["created_keys"] == ["test-own"]
    listed = admin.admin("GET", "key/list", "list keys", {"pattern": "test-own*"}, prefix="/minio/kms/v1/")
    assert not listed
    done = api.ok(buckets=[{"name": bucket, "key": "test-own"}])
    assert done["created_keys"] == ["test-own"] and done["created"] == [bucket]
    again = api.ok(buckets=[{"name": bucket, "key": "test-own"}])
    assert not again["changed"] and again["created_keys"] == []
    admin.s3.put_object(bucket, "object", io.BytesIO(b"x"), 1)
    headers = {key.lower(): value for key, value in admin.s3.stat_object(bucket, "object").metadata.items()}
    assert headers["x-amz-server-side-encryption-aws-kms-key-id"].endswith("test-own")


def test_change_and_remove(api: Api, bucket: str):
    api.settles(buckets=[{"name": bucket, "key": "test-change"}])
    done = api.settles(buckets=[{"name": bucket, "algorithm": "sse-s3"}])
    assert done["diff"]["before"][bucket] == {"algorithm": "sse-kms", "key": "test-change"}
    assert done["diff"]["after"][bucket] == {"algorithm": "sse-s3", "key": None}
    assert "no key" in api.error(buckets=[{"name": bucket, "algorithm": "sse-kms"}])
    assert api.settles(buckets=[{"name": bucket, "state": "absent"}])["removed"] == [bucket]


def test_key_that_is_lost_is_not_made_again(api: Api, bucket: str, kes: KesServer):
    """A new key of the same name could not decrypt what is there."""
    api.ok(buckets=[{"name": bucket, "key": "test-lost"}])
    stored = [path for path in pathlib.Path(kes.config["keystore"]["fs"]["path"]).iterdir() if path.name == "test-lost"]
    assert len(stored) == 1
    stored[0].unlink()
    kes.stop()
    kes.start()
    message = api.error(buckets=[{"name": bucket, "key": "test-lost"}])
    assert "'test-lost'" in message and "backup" in message
    api.ok(buckets=[{"name": bucket, "state": "absent"}])


def test_two_buckets_share_a_new_key(api: Api, admin: Client, bucket: str):
    admin.s3.make_bucket("second-of-two")
    done = api.ok(buckets=[{"name": bucket, "key": "test-both"}, {"name": "second-of-two", "key": "test-both"}])
    assert done["created_keys"] == ["test-both"] and done["created"] == [bucket, "second-of-two"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"name": "no-such-bucket"}, ["'no-such-bucket'", "does not exist"]),
        ({"name": "{bucket}", "key": "other-key"}, ["other-key", "insufficient permissions"]),
        ({"name": "{bucket}", "key": "test-x", "algorithm": "sse-s3"}, ["'sse-s3'", "key"]),
    ],
)
def test_wrong_input(api: Api, admin: Client, entry, words):
    if not admin.s3.bucket_exists("wrong-input"):
        admin.s3.make_bucket("wrong-input")
    message = api.error(buckets=[{**entry, "name": entry["name"].format(bucket="wrong-input")}])
    assert all(word in message for word in words), message
    assert admin.s3.get_bucket_encryption("wrong-input") is None


def test_missing_key_is_not_made_where_that_is_not_wanted(api: Api, bucket: str):
    message = api.error(buckets=[{"name": bucket, "key": "test-unmade"}], create_keys=False)
    assert "create_keys is false" in message


def test_server_without_kms(minio: MinioServer):
    admin = Client({**minio.auth, "validate_certs": True, "timeout": 10})
    admin.s3.make_bucket("without-kms")
    api = Api("minio_bucket_encryption", minio)
    assert "KMS is not configured" in api.error(buckets=[{"name": "without-kms", "key": "test-x"}])
