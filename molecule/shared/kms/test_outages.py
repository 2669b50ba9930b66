# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restarts, one KES without the other, and a key management system that nobody reaches for a while."""

from __future__ import annotations

import time

import pytest
from conftest import LEFT_ALONE
from minio.error import S3Error

NO_MEMORY = {"any": "5s", "unused": "5s", "offline": "0s"}
FORGOTTEN = 40
"""Seconds after which KES holds no key any more with NO_MEMORY."""


def test_everything_is_readable_after_restarts(lab, objects, restart_all_kes):
    kept = objects.put()
    restart_all_kes()
    assert objects.is_readable(kept)
    [node] = lab.hosts("minio")
    lab.on(
        node, "systemctl restart minio; until curl -sfk https://localhost:9000/minio/health/cluster; do sleep 0.2; done"
    )
    assert objects.is_readable(kept)


def test_one_kes_does_for_the_other(lab, objects):
    kept = objects.put()
    for host in lab.hosts("kes"):
        lab.on(host, "systemctl stop kes")
        try:
            assert objects.is_readable(kept)
            assert objects.is_readable(objects.put())
        finally:
            lab.on(host, "systemctl start kes")
            time.sleep(LEFT_ALONE)


def test_a_restart_of_the_key_management_system_loses_no_key(lab, objects, restart_all_kes):
    kept = objects.put()
    lab.on(lab.kms.host, f"systemctl restart {lab.kms.service}")
    restart_all_kes()
    assert objects.is_readable(kept)


def test_keys_in_memory_bridge_an_outage(lab, objects, login, configure, outage):
    kept = objects.put()
    assert objects.is_readable(kept)
    with outage():
        run = configure()
        assert run.process.returncode != 0
        assert run.total("changed") == 0
        assert "does not answer" in run.output
        assert objects.is_readable(kept)
    assert objects.is_readable(objects.put())


def test_without_memory_an_outage_is_felt_and_ends_by_itself(lab, objects, configure, outage):
    run = configure({"minio_kes_cache": NO_MEMORY})
    assert run.process.returncode == 0, run.output[-3000:]
    kept = objects.put()
    with outage():
        time.sleep(FORGOTTEN)
        with pytest.raises((S3Error, OSError)):
            objects.is_readable(kept)
    deadline = time.monotonic() + 60
    while True:
        try:
            assert objects.is_readable(kept)
            break
        except S3Error:
            assert time.monotonic() < deadline
            time.sleep(1)
    run = configure()
    assert run.process.returncode == 0, run.output[-3000:]
    assert objects.is_readable(kept)
