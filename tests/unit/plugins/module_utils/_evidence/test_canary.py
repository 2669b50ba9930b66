# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a drive shows of canaries."""

from __future__ import annotations

import pathlib
import threading

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import canary
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

MARK = b"X-Minio-Internal-Server-Side-Encryption-Iv"
INLINE = b"x-minio-internal-inline-data"
CLEAR = b"C" * 100
OBJECT = {"bucket": "b", "object": "o", "byte": ord("C")}


def place(drive: pathlib.Path, meta: bytes | None, part: bytes | None = None) -> pathlib.Path:
    folder = drive / "b" / "o"
    folder.mkdir(parents=True)
    if meta is not None:
        (folder / "xl.meta").write_bytes(meta)
    if part is not None:
        (folder / "uuid").mkdir()
        (folder / "uuid" / "part.1").write_bytes(part)
    return drive


@pytest.fixture(autouse=True)
def _nothing_comes_late(monkeypatch):
    monkeypatch.setattr(canary, "LATE", 0)


def seen(*drives: pathlib.Path):
    context = Context(params={"canaries": [OBJECT]})
    context.results["minio"] = {"files": {"data": [{"path": str(drive)} for drive in drives]}}
    return canary.collect(context)


@pytest.mark.parametrize(
    ("meta", "part", "encrypted"),
    [
        (b"XL2 " + MARK + INLINE + bytes(range(256)), None, True),
        (b"XL2 " + MARK, bytes(range(256)), True),
        (b"XL2 " + INLINE + CLEAR, None, False),
        (b"XL2 ", b"C" * 4000, False),
        # the mark alone proves nothing
        (b"XL2 " + MARK + INLINE + CLEAR, None, False),
        (b"XL2 " + MARK, CLEAR, False),
        # no run, but no mark either
        (b"XL2 " + INLINE + bytes(range(256)), None, False),
        # what cannot be told
        (b"XL2 " + MARK + INLINE + b"X-Minio-Internal-compression", None, None),
        (b"XL2 " + MARK, None, None),
        (b"XL1 " + MARK + INLINE, None, None),
        (None, bytes(range(256)), None),
    ],
)
def test_one_drive(tmp_path, meta, part, encrypted):
    found = seen(place(tmp_path, meta, part))
    assert found["encrypted"] is encrypted
    assert bool(found["drives"][0]["reasons"]) is (encrypted is not True)


def test_one_drive_in_clear_is_enough_to_fail(tmp_path):
    good = place(tmp_path / "1", b"XL2 " + MARK + INLINE)
    bad = place(tmp_path / "2", b"XL2 " + INLINE + CLEAR)
    assert seen(good, bad)["encrypted"] is False


def test_one_drive_without_canary_is_no_proof(tmp_path):
    (tmp_path / "2").mkdir()
    assert seen(place(tmp_path / "1", b"XL2 " + MARK + INLINE), tmp_path / "2")["encrypted"] is None


def test_short_run_is_chance(tmp_path):
    assert seen(place(tmp_path, b"XL2 " + MARK + INLINE + b"C" * 63))["encrypted"] is True


def test_what_comes_late_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(canary, "LATE", 60)
    late = threading.Timer(0.2, place, (tmp_path, b"XL2 " + MARK + INLINE))
    late.start()
    assert seen(tmp_path)["encrypted"] is True
    late.join()


def test_what_is_compressed_is_not_waited_for(tmp_path, monkeypatch):
    def wait(seconds):
        raise AssertionError(seconds)

    monkeypatch.setattr(canary, "LATE", 60)
    monkeypatch.setattr(canary.time, "sleep", wait)
    assert seen(place(tmp_path, b"XL2 " + MARK + INLINE + b"X-Minio-Internal-compression"))["encrypted"] is None
