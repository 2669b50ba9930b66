# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that lock the controller out, or that nobody confirms, revert by themselves."""

from __future__ import annotations

import socket
import time
import types

import pytest

TABLE = "nft --stateless list table inet hardening_minio"
RULES = "/etc/hardening.minio/firewall.nft"
ROLLBACK, SOON = 20, 8
OTHERS = [{"name": "api", "port": 9000, "sources": ["203.0.113.0/24"]}]
REVERTED = "the new packet filter rules have reverted already: nobody confirmed them in time"


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


@pytest.fixture(scope="module")
def late(lab):
    """Arm other rules on a host with rules and on one without, confirm them when they have reverted, and tell what was seen."""
    (host,), (bare,) = lab.hosts("minio"), lab.hosts("kes")
    look = f"{TABLE}; sha256sum {RULES} {RULES}.digest"
    before = {one: lab.on(one, look) for one in (host, bare)}
    lab.on(bare, f"mv {RULES} {RULES}.kept && nft delete table inet hardening_minio")
    tasks = [
        {"hardening.minio.minio_firewall": {"state": "armed", "rollback": SOON, "ports": OTHERS}},
        {"ansible.builtin.command": "nft list set inet hardening_minio api_ip"},
        {"ansible.builtin.wait_for": {"path": f"{RULES}.armed", "state": "absent", "timeout": 60}},
        {"hardening.minio.minio_firewall": {"state": "confirmed", "ports": OTHERS}},
    ]
    try:
        run = lab.play([{"hosts": [host, bare], "gather_facts": False, "tasks": tasks}], "-v").finish()
        after = lab.on(host, look)
        gone = [lab.ssh(bare, command).returncode != 0 for command in (TABLE, f"ls {RULES}")]
    finally:
        lab.on(bare, f"mv {RULES}.kept {RULES} && nft --file {RULES}")
    assert lab.on(bare, look) == before[bare]
    return types.SimpleNamespace(run=run, before=before[host], after=after, gone=gone)


def test_rules_that_are_confirmed_too_late_are_refused(late):
    assert late.run.output.count("203.0.113.0/24") >= 2
    for recap in late.run.recap.values():
        # the last task alone
        assert (recap["ok"], recap["failed"]) == (3, 1), late.run.output
    assert late.run.output.count(f'"{REVERTED}"') == 2


def test_the_rules_are_those_of_before(late):
    assert late.after == late.before


def test_where_there_were_none_there_are_none_again(late):
    assert late.gone == [True, True]


def _answers(address):
    try:
        with socket.create_connection((address, 22), 2) as connection:
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False
