# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users had put into the cluster is there for them, and what they put from now on is encrypted."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pathlib
import ssl
import typing as t
import urllib.request

import minio
import pytest
import urllib3
from minio.credentials import StaticProvider

testinfra_hosts = ["ansible://minio"]

LAB = pathlib.Path(os.environ["MOLECULE_PROJECT_DIRECTORY"], "build/lab", os.environ["MOLECULE_SCENARIO_NAME"])
CONTENTS = json.loads((LAB / "contents.json").read_text())
ROOT = ("their-root", "planted-root-secret-of-theirs")
ENDPOINT = json.loads((LAB / "addresses.json").read_text())["minio1"] + ":9000"
PHRASE = b"a phrase of 32 bytes to look for"


def trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(LAB / "ca/ca.crt"))


def pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(ssl_context=trust(), retries=urllib3.Retry(3, backoff_factor=1))


def client(access_key: str, secret_key: str) -> minio.Minio:
    return minio.Minio(
        endpoint=ENDPOINT, access_key=access_key, secret_key=secret_key, region="us-east-1", http_client=pool()
    )


def admin(access_key: str, secret_key: str) -> minio.MinioAdmin:
    return minio.MinioAdmin(endpoint=ENDPOINT, credentials=StaticProvider(access_key, secret_key), http_client=pool())


def of(name: str) -> minio.Minio:
    """Return the client of a user or service account with the secret it had before."""
    return client(name, CONTENTS["secrets"][name])


def digest(answer: t.Any) -> str:
    try:
        return hashlib.sha256(answer.read()).hexdigest()
    finally:
        answer.close()


@pytest.fixture(scope="module")
def root() -> minio.Minio:
    return client(*ROOT)


@pytest.fixture(scope="module")
def root_admin() -> minio.MinioAdmin:
    return admin(*ROOT)


@pytest.mark.parametrize("entry", CONTENTS["objects"], ids=lambda entry: f"{entry['bucket']}/{entry['name']}")
def test_objects_are_as_they_were(root, entry):
    stored = root.stat_object(entry["bucket"], entry["name"], version_id=entry["version"])
    assert stored.etag == entry["etag"]
    assert stored.metadata["x-amz-meta-from"] == "before"
    assert digest(root.get_object(entry["bucket"], entry["name"], version_id=entry["version"])) == entry["sha256"]


def test_nothing_was_added_or_lost(root):
    theirs = {"photos", "ledger", "site"}
    assert theirs <= {bucket.name for bucket in root.list_buckets()}
    found = {
        (bucket, entry.object_name, entry.version_id if bucket == "ledger" else None)
        for bucket in theirs
        for entry in root.list_objects(bucket, recursive=True, include_version=True)
        if not entry.is_delete_marker and entry.object_name != "running.csv"
    }
    assert found == {(entry["bucket"], entry["name"], entry["version"]) for entry in CONTENTS["objects"]}


def test_a_removed_object_is_still_removed_and_its_version_kept(root):
    listed = list(root.list_objects("ledger", prefix="closed.csv", include_version=True))
    assert sorted(entry.is_delete_marker for entry in listed) == [False, True]
    assert [entry.is_delete_marker for entry in listed if entry.is_latest == "true"] == [True]


def test_versioning_is_still_on(root):
    assert root.get_bucket_versioning("ledger").status == "Enabled"


def test_the_public_bucket_is_still_public():
    with urllib.request.urlopen(f"https://{ENDPOINT}/site/index.html", context=trust()) as answer:
        assert hashlib.sha256(answer.read()).hexdigest() == CONTENTS["objects"][-1]["sha256"]


def test_a_new_page_of_the_public_bucket_is_encrypted_and_public(root):
    root.put_object("site", "new.html", io.BytesIO(b"new"), 3)
    try:
        with urllib.request.urlopen(f"https://{ENDPOINT}/site/new.html", context=trust()) as answer:
            assert answer.read() == b"new"
            assert answer.headers["x-amz-server-side-encryption"] == "aws:kms"
    finally:
        root.remove_object("site", "new.html")


def test_users_groups_and_policies_are_there(root_admin):
    users = json.loads(root_admin.user_list())
    assert {name: users[name]["status"] for name in ("alice", "bob")} == {"alice": "enabled", "bob": "disabled"}
    assert json.loads(root_admin.group_info("readers"))["members"] == ["alice"]
    assert json.loads(root_admin.group_info("readers"))["policy"] == "photos-read"
    assert {"photos-read", "ledger-write"} <= set(json.loads(root_admin.policy_list()))


def test_a_user_s_secret_works_with_the_rights_of_her_group():
    assert digest(of("alice").get_object("photos", "2021/1.raw")) == CONTENTS["objects"][1]["sha256"]
    with pytest.raises(minio.error.S3Error, match="AccessDenied"):
        of("alice").put_object("photos", "new.raw", io.BytesIO(b"x"), 1)


def test_a_service_account_s_secret_works():
    assert of("ledger-app").stat_object("ledger", "year.csv").version_id == CONTENTS["objects"][6]["version"]
    with pytest.raises(minio.error.S3Error, match="AccessDenied"):
        of("ledger-app").stat_object("photos", "2021/1.raw")


def test_a_disabled_user_stays_out():
    with pytest.raises(minio.error.S3Error, match="InvalidAccessKeyId"):
        of("bob").get_object("photos", "2021/1.raw")


@pytest.fixture(scope="module")
def new_object(root) -> t.Iterator[str]:
    """Put an object as an ordinary client does, of a phrase that is found on some drive if it is in clear."""
    name = "new.txt"
    root.put_object("photos", name, io.BytesIO(PHRASE * 4096), len(PHRASE) * 4096)
    yield name
    root.remove_object("photos", name)


def test_a_new_object_is_encrypted(root, new_object):
    stored = root.stat_object("photos", new_object)
    assert stored.metadata["x-amz-server-side-encryption"] == "aws:kms"
    assert stored.metadata["x-amz-server-side-encryption-aws-kms-key-id"] == "arn:aws:kms:minio-default"


def test_what_the_app_puts_is_encrypted_with_the_key_of_its_bucket(root):
    stored = root.stat_object("ledger", "running.csv")
    assert stored.metadata["x-amz-server-side-encryption"] == "aws:kms"
    assert stored.metadata["x-amz-server-side-encryption-aws-kms-key-id"] == "arn:aws:kms:minio-their_ledger"


def test_a_new_object_is_in_clear_on_no_drive(host, new_object):
    assert host.run(f"grep --recursive --files-with-matches --fixed-strings '{PHRASE.decode()}' /data").stdout == ""
    assert host.file(f"/data/photos/{new_object}").is_directory


def test_no_secret_is_in_clear_on_any_drive(host):
    # secrets of users, of the service account, of the root credential; also where JSON is split between drives
    assert host.run("grep --recursive --files-with-matches --text planted- /data/.minio.sys").stdout == ""
    assert host.run("grep --recursive --files-with-matches --text '\"secretKey\"' /data/.minio.sys").stdout == ""
    assert host.check_output("ls /data/.minio.sys/config/iam/users") != ""
