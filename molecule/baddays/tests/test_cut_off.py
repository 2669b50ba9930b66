# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that cut a node off from the others are seen by the others, and taken back before their time."""

from __future__ import annotations

TABLE = "nft --stateless list table inet hardening_minio"
SWITCH = "systemctl show --property=ActiveState --value hardening-minio-firewall-rollback.timer"
NOBODY = [{"name": "api", "port": 9000, "sources": []}]


def _play(host, **asked):
    return {
        "hosts": host,
        "gather_facts": False,
        "tasks": [{"hardening.minio.minio_firewall": {"ports": NOBODY, **asked}}],
    }


def test_rules_are_taken_back_at_once(lab):
    first, second = lab.hosts("minio")[:2]
    table = lab.on(first, TABLE)
    run = lab.play(
        [
            _play(first, state="armed", rollback=600),
            _play(second, state="tried", endpoints=[f"{first}:9000"]),
            _play(first, state="reverted"),
            _play(second, state="tried", endpoints=[f"{first}:9000"]),
        ],
        "-v",
    ).finish()
    assert run.process.returncode == 0, run.output
    assert run.output.count(f'"silent": ["{first}:9000"]') == 1
    assert run.output.count(f'"answering": ["{first}:9000"]') == 1
    assert lab.on(first, TABLE) == table
    assert lab.on(first, SWITCH).strip() == "inactive"
    lab.on(first, "! ls /etc/hardening.minio/firewall.nft.armed")
