# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Objects of one repeated byte whose bytes can be looked for on the drives."""

from __future__ import annotations

import contextlib
import io
import secrets
import typing as t
import uuid
import zlib

from .._errors import HardeningError, InputError, ServerError
from .client import ApiError, Client

Facts = t.Dict[str, t.Any]

PREFIX = "hardening-minio-canary-"
TAG = ("hardening-minio", "canary")
KIB = 1024
SMALL = 64 * KIB
LARGE = 1024 * KIB
INLINE = 128 * KIB
"""Bytes of a drive's share up to which MinIO keeps it inside xl.meta."""
ENCRYPTION = "x-amz-server-side-encryption"
TRIES = 100_000


def siphash(key: bytes, data: bytes) -> int:
    """Return SipHash-2-4, by which MinIO chooses the erasure set of an object's name; *key* has 16 bytes."""
    mask = (1 << 64) - 1

    def rotate(value: int, by: int) -> int:
        return ((value << by) | (value >> (64 - by))) & mask

    k0, k1 = int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")
    v0, v1, v2, v3 = (
        k0 ^ 0x736F6D6570736575,
        k1 ^ 0x646F72616E646F6D,
        k0 ^ 0x6C7967656E657261,
        k1 ^ 0x7465646279746573,
    )

    def rounds(count: int) -> None:
        nonlocal v0, v1, v2, v3
        for _round in range(count):
            v0 = (v0 + v1) & mask
            v1 = rotate(v1, 13) ^ v0
            v0 = rotate(v0, 32)
            v2 = (v2 + v3) & mask
            v3 = rotate(v3, 16) ^ v2
            v0 = (v0 + v3) & mask
            v3 = rotate(v3, 21) ^ v0
            v2 = (v2 + v1) & mask
            v1 = rotate(v1, 17) ^ v2
            v2 = rotate(v2, 32)

    whole = len(data) - len(data) % 8
    words = [int.from_bytes(data[at : at + 8], "little") for at in range(0, whole, 8)]
    words.append(((len(data) & 0xFF) << 56) | int.from_bytes(data[whole:], "little"))
    for word in words:
        v3 ^= word
        rounds(2)
        v0 ^= word
    v2 ^= 0xFF
    rounds(4)
    return v0 ^ v1 ^ v2 ^ v3


def erasure_sets(name: str, sets: int, deployment: str) -> t.Tuple[int, int]:
    """Return the erasure set of an object in deployments of today and in those from before 2020."""
    encoded = name.encode()
    return siphash(uuid.UUID(deployment).bytes, encoded) % sets, zlib.crc32(encoded) % sets


def names(run: str, sets: t.Sequence[int], deployment: str) -> t.List[str]:
    """Return names so that every erasure set gets an object; *sets* are the numbers of sets of the pools.

    Which pool an object goes to cannot be chosen: with several there are four names for each set and pool, and a drive
    that got none says so. The ending keeps the server from compressing them.
    """
    rounds = 1 if len(sets) == 1 else 4 * len(sets)
    chosen: t.List[str] = []
    for count in sorted(set(sets)):
        for _round in range(rounds):
            missing = {(kind, number) for kind in (0, 1) for number in range(count)}
            for attempt in range(TRIES):
                if not missing:
                    break
                name = f"{PREFIX}{run}-{count}-{_round}-{attempt}.gz"
                covered = set(enumerate(erasure_sets(name, count, deployment)))
                if covered & missing:
                    chosen.append(name)
                    missing -= covered
            else:
                raise ServerError(f"no names for {count} erasure sets were found")
    return chosen


def sizes(drives_per_set: t.Sequence[int]) -> t.Tuple[int, int]:
    """Return the sizes in bytes of an object that lies inside xl.meta and of one that has files of its own."""
    return SMALL, max(LARGE, (INLINE + 32 * KIB) * max(drives_per_set))


class Canaries:
    """The canaries in one bucket."""

    def __init__(self, client: Client, bucket: str) -> None:
        """Ask *client*."""
        self._client = client
        self._bucket = bucket

    def _exists(self) -> bool:
        with self._client.asking(f"look for bucket {self._bucket}"):
            return bool(self._client.s3.bucket_exists(self._bucket))

    def _is_ours(self) -> bool:
        with self._client.asking(f"read the tags of bucket {self._bucket}"):
            tags = self._client.s3.get_bucket_tags(self._bucket)
        return tags is not None and tags.get(TAG[0]) == TAG[1]

    def _make_bucket(self) -> None:
        from minio.commonconfig import Tags

        tags = Tags.new_bucket_tags()
        tags[TAG[0]] = TAG[1]
        with self._client.asking(f"make bucket {self._bucket}"):
            self._client.s3.make_bucket(self._bucket)
            self._client.s3.set_bucket_tags(self._bucket, tags)

    def _refuse_locked(self) -> None:
        """Refuse a bucket of the operator's whose objects cannot be removed again."""
        try:
            with self._client.asking(f"read the object lock of bucket {self._bucket}"):
                lock = self._client.s3.get_object_lock_config(self._bucket)
        except ApiError as error:
            if error.code == "ObjectLockConfigurationNotFoundError":
                return
            raise
        if lock.mode:
            raise InputError(
                f"bucket {self._bucket!r} keeps every object for some time: canaries could not be removed, name another"
            )

    def _stored(self, all_objects: bool = False) -> t.List[t.Tuple[str, t.Optional[str]]]:
        with self._client.asking(f"list bucket {self._bucket}"):
            listing = self._client.s3.list_objects(
                self._bucket, prefix="" if all_objects else PREFIX, recursive=True, include_version=True
            )
            return [(item.object_name or "", item.version_id) for item in listing]

    def _remove_objects(self) -> int:
        stored = self._stored()
        for name, version in stored:
            with self._client.asking(f"remove {name} from bucket {self._bucket}"):
                self._client.s3.remove_object(self._bucket, name, version_id=None if version == "null" else version)
        return len(stored)

    def remove(self, check_mode: bool) -> Facts:
        """Remove all canaries, and the bucket if it was made for them and is empty; returns changed and removed."""
        if not self._exists():
            return {"changed": False, "removed": 0}
        ours = self._is_ours()
        count = len(self._stored()) if check_mode else self._remove_objects()
        empty = ours and len(self._stored(all_objects=True)) == (count if check_mode else 0)
        if empty and not check_mode:
            with self._client.asking(f"remove bucket {self._bucket}"):
                self._client.s3.remove_bucket(self._bucket)
        return {"changed": bool(count or empty), "removed": count}

    def put(self) -> Facts:
        """Remove stale canaries, put new ones, and return where they are and how the server answered."""
        if self._exists():
            self._refuse_locked()
            self._remove_objects()
        else:
            self._make_bucket()
        info = self._client.admin("GET", "info", "read the erasure sets")
        backend = info["backend"]
        sets = backend.get("totalSets") or [1]
        byte = 0x21 + secrets.randbelow(0x5E)
        try:
            answers = [
                self._put(name, byte, size)
                for size in sizes(backend.get("totalDrivesPerSet") or [1])
                for name in names(f"{secrets.token_hex(4)}-{size // KIB}k", sets, info["deploymentID"])
            ]
        except HardeningError:
            # whoever gets no list of them cannot remove them
            with contextlib.suppress(HardeningError):
                self.remove(check_mode=False)
            raise
        return {
            "changed": True,
            "canaries": [{"bucket": self._bucket, "object": answer["object"], "byte": byte} for answer in answers],
            "answer": {"encrypted": all(answer["encrypted"] for answer in answers), "objects": answers},
        }

    def _put(self, name: str, byte: int, size: int) -> Facts:
        with self._client.asking(f"put {name} into bucket {self._bucket}"):
            # without the argument sse no encryption header is sent
            put = self._client.s3.put_object(
                self._bucket, name, io.BytesIO(bytes([byte]) * size), size, content_type="application/gzip"
            )
        with self._client.asking(f"look at {name} in bucket {self._bucket}"):
            head = self._client.s3.stat_object(self._bucket, name)
        headers = {str(key).lower(): value for key, value in dict(head.metadata or {}).items()}
        said = {str(key).lower(): value for key, value in dict(put.http_headers).items()}
        return {
            "object": name,
            "size": size,
            "encrypted": bool(headers.get(ENCRYPTION)) and headers.get(ENCRYPTION) == said.get(ENCRYPTION),
            "algorithm": headers.get(ENCRYPTION),
            "key": (headers.get(f"{ENCRYPTION}-aws-kms-key-id") or "").rpartition(":")[2] or None,
        }
