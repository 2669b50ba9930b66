# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restarts, one KES without the other, and a key management system that nobody reaches for a while."""

from __future__ import annotations

import time

from conftest import LEFT_ALONE

NO_MEMORY = {"any": "5s", "unused": "5s", "offline": "0s"}


def test_one_kes_does_for_the_other(lab, objects):
    kept = objects.put()
    for host in lab.hosts("kes"):
        # MinIO leaves the other one alone for a while where it has missed it before
        time.sleep(LEFT_ALONE)
        lab.on(host, "systemctl stop kes")
        try:
            assert objects.is_readable(kept)
            assert objects.is_readable(objects.put())
        finally:
            lab.on(host, "systemctl start kes")


def test_everything_is_readable_after_restarts(lab, objects, restart_all_kes):
    kept = objects.put()
    restart_all_kes()
    objects.becomes_readable(kept)
    lab.on(lab.kms.host, f"systemctl restart {lab.kms.service}")
    restart_all_kes()
    objects.becomes_readable(kept)
    [node] = lab.hosts("minio")
    lab.on(
        node, "systemctl restart minio; until curl -sfk https://localhost:9000/minio/health/cluster; do sleep 0.2; done"
    )
    objects.becomes_readable(kept)


def test_keys_in_memory_bridge_an_outage(objects, configure, outage):
    kept = objects.put()
    objects.is_in_memory(kept)
    with outage():
        run = configure()
        assert run.process.returncode != 0
        assert run.total("changed") == 0
        assert "does not answer" in run.output
        assert objects.is_readable(kept)
    assert objects.is_readable(objects.put())


def test_without_memory_an_outage_is_felt_and_ends_by_itself(objects, configure, outage):
    run = configure({"minio_kes_cache": NO_MEMORY})
    assert run.process.returncode == 0, run.output[-3000:]
    kept = objects.put()
    with outage():
        objects.becomes_unreadable(kept)
    objects.becomes_readable(kept)
    run = configure()
    assert run.process.returncode == 0, run.output[-3000:]
    assert objects.is_readable(kept)
