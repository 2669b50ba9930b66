# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that lock the controller out revert by themselves."""

from __future__ import annotations

import socket
import time

TABLE = "nft --stateless list table inet hardening_minio"
ROLLBACK = 20


def test_a_lock_out_ends_by_itself(lab):
    host = lab.hosts("minio")[0]
    before = lab.ssh(host, TABLE).stdout
    address = lab.addresses[host]
    nobody = {"state": "armed", "rollback": ROLLBACK, "ports": [{"name": "ssh", "port": 22, "sources": []}]}
    # the task's own answer cannot come through any more
    run = lab.play([{"hosts": host, "gather_facts": False, "tasks": [{"hardening.minio.minio_firewall": nobody}]}])
    deadline = time.monotonic() + 600
    while _answers(address):
        assert time.monotonic() < deadline, run.output
        time.sleep(0.2)
    while not _answers(address):
        assert time.monotonic() < deadline + 2 * ROLLBACK
        time.sleep(0.2)
    run.finish()
    assert lab.ssh(host, TABLE).stdout == before


def _answers(address):
    try:
        with socket.create_connection((address, 22), 2) as connection:
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False
