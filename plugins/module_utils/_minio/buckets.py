# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What buckets have at the server: default encryption, anonymous policies, object lock."""

from __future__ import annotations

import json
import typing as t

from .._errors import InputError
from . import kms, policies
from .client import ApiError, Client
from .sync import Entry, Kind, State

ALGORITHMS = {"sse-s3": "AES256", "sse-kms": "aws:kms"}
ARN = "arn:aws:kms:"


def bucket_names(client: Client) -> t.List[str]:
    """Return the names of all buckets."""
    with client.asking("list buckets"):
        return sorted(bucket.name for bucket in client.s3.list_buckets())


def encryption(client: Client, bucket: str) -> t.Optional[State]:
    """Return algorithm ("sse-s3" or "sse-kms") and key of a bucket's default encryption, None if it has none.

    The key is None where the algorithm has none or the server's default key is meant.
    """
    with client.asking(f"read the encryption of bucket {bucket}"):
        config = client.s3.get_bucket_encryption(bucket)
    if config is None:
        return None
    key = config.rule.kms_master_key_id or None
    if key and key.startswith(ARN):
        key = key[len(ARN) :]
    algorithm = {value: name for name, value in ALGORITHMS.items()}.get(config.rule.sse_algorithm)
    return {"algorithm": algorithm or config.rule.sse_algorithm, "key": key}


def anonymous_policy(client: Client, bucket: str) -> t.Optional[policies.Document]:
    """Return a bucket's policy in canonical form, None if it has none."""
    try:
        with client.asking(f"read the policy of bucket {bucket}"):
            return policies.stored(json.loads(client.s3.get_bucket_policy(bucket)))
    except ApiError as error:
        if error.code == "NoSuchBucketPolicy":
            return None
        raise


def object_lock(client: Client, bucket: str) -> bool:
    """Tell whether versions of objects in a bucket can be locked; fixed when the bucket is made."""
    try:
        with client.asking(f"read the object lock of bucket {bucket}"):
            client.s3.get_object_lock_config(bucket)
    except ApiError as error:
        if error.code == "ObjectLockConfigurationNotFoundError":
            return False
        raise
    return True


class Encryption(Kind):
    """Default encryption of buckets."""

    noun = "bucket"

    def __init__(self, client: Client, create_keys: bool) -> None:
        """Ask *client*; *create_keys* says whether keys that are missing at the KMS are made."""
        self._client = client
        self._create_keys = create_keys
        self._buckets: t.Set[str] = set()
        self._used_keys: t.Dict[str, str] = {}
        self.missing_keys: t.List[str] = []
        """Keys that wanted() found missing and write() makes."""

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return the encryption of all buckets that have one."""
        states = {}
        self._buckets = set(bucket_names(self._client))
        for bucket in sorted(self._buckets):
            state = encryption(self._client, bucket)
            if state is not None:
                states[bucket] = state
                self._used_keys.setdefault(state["key"] or "", bucket)
        return states

    def _check_key(self, bucket: str, key: str) -> None:
        if key in self.missing_keys or not kms.key_is_missing(self._client, key):
            return
        if key in self._used_keys:
            raise InputError(
                f"bucket {bucket!r} names the key {key!r}, which is lost: bucket {self._used_keys[key]!r} was encrypted with it. A new key "
                "of that name could not decrypt what is there; bring the old one back from the backup of the KMS"
            )
        if not self._create_keys:
            raise InputError(f"bucket {bucket!r} names the key {key!r}, which does not exist, and create_keys is false")
        self.missing_keys.append(key)

    def wanted(self, entry: Entry, before: t.Optional[State]) -> State:
        """Return algorithm and key; the key exists, or will."""
        name, algorithm, key = entry["name"], entry["algorithm"], entry["key"]
        if name not in self._buckets:
            raise InputError(f"bucket {name!r} does not exist: make it first")
        if algorithm is None:
            algorithm = "sse-kms" if key else "sse-s3"
        if key and algorithm == "sse-s3":
            raise InputError(f"bucket {name!r} has algorithm 'sse-s3' and a key: only 'sse-kms' takes one")
        if algorithm == "sse-kms" and not key:
            raise InputError(
                f"bucket {name!r} has algorithm 'sse-kms' and no key: name one, or take 'sse-s3' for the default key"
            )
        if key:
            self._check_key(name, key)
        return {"algorithm": algorithm, "key": key}

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Make the key if it is missing, then set the encryption."""
        from minio.sseconfig import Rule, SSEConfig

        bucket, key = entry["name"], after["key"]
        if key in self.missing_keys and kms.key_is_missing(self._client, key):
            kms.create_key(self._client, key)
        rule = Rule(sse_algorithm=ALGORITHMS[after["algorithm"]], kms_master_key_id=key)
        with self._client.asking(f"set the encryption of bucket {bucket}"):
            self._client.s3.set_bucket_encryption(bucket, SSEConfig(rule))

    def remove(self, name: str, before: State) -> None:
        """Take the default encryption away; what was encrypted stays so."""
        with self._client.asking(f"remove the encryption of bucket {name}"):
            self._client.s3.delete_bucket_encryption(name)
