# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fill a cluster as its users would, and write down what is to be found in it afterwards.

contents.py ADDRESS FILE, with the root credential in ACCESS_KEY and SECRET_KEY
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pathlib
import random
import sys
import typing as t

import minio
from minio.commonconfig import ENABLED
from minio.credentials import StaticProvider
from minio.versioningconfig import VersioningConfig

READ = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:aws:s3:::photos"]},
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::photos/*"]},
    ],
}
LEDGER = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:ListBucketVersions"], "Resource": ["arn:aws:s3:::ledger"]},
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
            "Resource": ["arn:aws:s3:::ledger/*"],
        },
    ],
}
SITE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": ["*"]},
            "Action": ["s3:GetObject"],
            "Resource": ["arn:aws:s3:::site/*"],
        }
    ],
}
SECRETS = {
    "alice": "planted-secret-of-alice",
    "bob": "planted-secret-of-bob",
    "ledger-app": "planted-secret-of-the-app",
}
# inlined, of one part, of several parts
SIZES = (0, 1_000, 300_000, 12_000_000)
PART = 5 * 1024 * 1024


class Filler:
    """Puts what a cluster of some years holds; entries: what is to be found."""

    def __init__(self, client: minio.Minio) -> None:
        self.client = client
        self.entries: list[dict[str, t.Any]] = []
        self.random = random.Random(1)

    def put(self, bucket: str, name: str, size: int) -> None:
        content = self.random.randbytes(size)
        result = self.client.put_object(
            bucket, name, io.BytesIO(content), size, part_size=PART, metadata={"x-amz-meta-from": "before"}
        )
        digest = hashlib.sha256(content).hexdigest()
        self.entries.append(
            {"bucket": bucket, "name": name, "version": result.version_id, "sha256": digest, "etag": result.etag}
        )

    def fill(self) -> None:
        for bucket in ("photos", "ledger", "site"):
            self.client.make_bucket(bucket)
        for number, size in enumerate(SIZES):
            self.put("photos", f"2021/{number}.raw", size)
        self.client.set_bucket_versioning("ledger", VersioningConfig(ENABLED))
        for size in (10, 2_000, 400_000):
            self.put("ledger", "year.csv", size)
        self.put("ledger", "closed.csv", 100)
        self.client.remove_object("ledger", "closed.csv")
        self.put("site", "index.html", 500)
        self.client.set_bucket_policy("site", json.dumps(SITE))


def add_users(client: minio.MinioAdmin, address: str) -> None:
    """Make alice, who reads by her group, bob, who is switched off, and a service account of alice's."""
    client.policy_add("photos-read", policy=READ)
    client.policy_add("ledger-write", policy=LEDGER)
    for user in ("alice", "bob"):
        client.user_add(user, SECRETS[user])
    client.group_add("readers", ["alice"])  # the server takes a list, whatever the annotation says
    client.attach_policy(["photos-read"], group="readers")
    client.attach_policy(["ledger-write"], user="alice")
    client.attach_policy(["photos-read"], user="bob")
    client.user_disable("bob")
    alice = minio.MinioAdmin(endpoint=address, credentials=StaticProvider("alice", SECRETS["alice"]), secure=False)
    alice.add_service_account(access_key="ledger-app", secret_key=SECRETS["ledger-app"], policy=LEDGER)


def main() -> None:
    address, path = sys.argv[1:]
    root = (os.environ["ACCESS_KEY"], os.environ["SECRET_KEY"])
    filler = Filler(minio.Minio(endpoint=address, access_key=root[0], secret_key=root[1], secure=False))
    filler.fill()
    add_users(minio.MinioAdmin(endpoint=address, credentials=StaticProvider(*root), secure=False), address)
    pathlib.Path(path).write_text(json.dumps({"objects": filler.entries, "secrets": SECRETS}, indent=2) + "\n")


if __name__ == "__main__":
    main()
