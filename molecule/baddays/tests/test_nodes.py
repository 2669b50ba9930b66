# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nodes that are down, do not come back, or would wait for one another for ever."""

from __future__ import annotations

import re
import time

import pytest

RESTART = [
    {
        "hosts": "minio",
        "gather_facts": False,
        "tasks": [{"ansible.builtin.include_role": {"name": "hardening.minio.minio"}}],
    }
]
DROPINS = "/etc/systemd/system/minio.service.d"

OTHER_KEY = "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 > /etc/minio/certs/private.key"
MISFIT = """
systemctl restart --no-block minio
timeout 60 sh -c "until journalctl --unit minio | grep --quiet 'private key does not match public key'; do sleep 0.2; done"
"""


@pytest.fixture
def drop_in(lab):
    """Return a function that gives a unit's drop-in to nodes; taken away at the end."""
    path = f"{DROPINS}/90-planted.conf"

    def give(nodes, text):
        for node in nodes:
            lab.on(node, f"cat > {path} && systemctl daemon-reload", text)

    yield give
    for node in lab.hosts("minio"):
        lab.on(node, f"rm -f {path} && systemctl daemon-reload")


def test_a_host_out_of_reach_stops_the_run_before_any_change(lab, client, processes):
    before = processes()
    lab.on("minio3", "systemd-run --on-active=60 systemctl start ssh && systemctl stop ssh")
    # connections of earlier runs live on
    run = lab.play(environment={"ANSIBLE_SSH_ARGS": "-o ControlMaster=no"}).finish()
    deadline = time.monotonic() + 600
    while lab.ssh("minio3", "true").returncode:
        assert time.monotonic() < deadline
        time.sleep(1)
    assert run.process.returncode != 0
    assert "[minio3]: UNREACHABLE! => " in run.output
    assert run.recap["minio3"]["unreachable"] == 1
    assert run.total("changed") == 0
    assert processes() == before
    assert client.works_at("minio1")


def test_a_stopped_node_is_started_again(lab, client, processes):
    before = processes()
    lab.on("minio3", "systemctl stop minio")
    run = lab.play().finish()
    assert run.process.returncode == 0, run.output[-3000:]
    after = processes()
    assert after.pop("minio3") not in ("0", before.pop("minio3"))
    assert after == before
    assert client.works_at("minio3")


def test_a_node_that_does_not_start_with_its_pair_gets_another_certificate(lab, client, processes):
    """A run that is killed between the two leaves a key beside the certificate of its predecessor."""
    before = processes()
    lab.on("minio3", OTHER_KEY)
    run = lab.play(RESTART).finish()
    assert "/etc/minio/certs/private.key is not the key of /etc/minio/certs/public.crt" in run.output
    assert processes() == before
    lab.on("minio3", MISFIT)
    run = lab.play().finish()
    assert run.process.returncode == 0, run.output[-3000:]
    assert "default: the certificate is not for the private key" in run.output
    after = processes()
    assert after.pop("minio3") not in ("0", before.pop("minio3"))
    assert after == before
    assert client.works_at("minio3")


def test_a_node_that_does_not_come_back_ends_the_run_while_the_others_serve(lab, client, processes, drop_in):
    drop_in(lab.hosts("minio"), "[Unit]\nDescription=Something that needs one restart after another\n")
    drop_in(["minio2"], "[Service]\nExecStartPre=/bin/false\n")
    before = processes()
    run = lab.play(RESTART, variables={"minio_restart_timeout": 30}).finish()
    after = processes()
    assert run.process.returncode != 0
    assert "[minio2]: FAILED! => " in run.output
    assert "minio does not take part in the cluster: its log says: " in run.output
    assert "minio.service: Control process exited, code=exited, status=1/FAILURE" in run.output
    assert "minio was not restarted and goes on as before: " in run.output
    assert after["minio1"] not in ("0", before["minio1"])
    assert after["minio3"] == before["minio3"]
    assert client.works_at("minio1")
    assert client.works_at("minio3")

    drop_in(["minio2"], "[Unit]\nDescription=Something that needs one restart after another\n")
    run = lab.play(RESTART).finish()
    assert run.process.returncode == 0, run.output[-3000:]
    assert [client.works_at(node) for node in lab.hosts("minio")] == [True, True, True]


def test_a_node_with_other_settings_is_refused_before_any_change(lab, processes, drop_in):
    before = processes()
    drop_in(["minio2"], "[Service]\nEnvironment=MINIO_SITE_NAME=planted-value\n")
    run = lab.play().finish()
    assert run.process.returncode != 0
    assert (
        "MINIO_SITE_NAME of the deployment's own environment differ between minio1, minio2, minio3: a starting node waits for others"
        in run.output
    )
    assert "planted-value" not in run.output
    assert run.total("changed") == 0
    assert processes() == before


def test_nodes_that_would_wait_for_one_another_are_not_restarted(lab, processes):
    before = processes()
    lab.on("minio2", "cat > /etc/minio/env.d/99-planted.env", 'MINIO_SITE_NAME="planted-value"\n')
    try:
        run = lab.play(RESTART).finish()
    finally:
        lab.on("minio2", "rm /etc/minio/env.d/99-planted.env")
    assert run.process.returncode != 0
    assert (
        "The nodes were not restarted and go on as before: MINIO_SITE_NAME would differ between minio1, minio2, minio3,"
        in run.output
    )
    assert "planted-value" not in run.output
    assert processes() == before


def test_nodes_that_would_get_no_key_from_kes_are_not_restarted(lab, client, processes):
    for host in lab.hosts("kes"):
        lab.on(host, "systemctl stop kes")
    for node in lab.hosts("minio"):
        lab.on(node, "cat > /etc/minio/env.d/99-planted.env", 'MINIO_SITE_NAME="planted-value"\n')
    before = processes()
    try:
        run = lab.play(RESTART).finish()
    finally:
        for node in lab.hosts("minio"):
            lab.on(node, "rm /etc/minio/env.d/99-planted.env")
        for host in lab.hosts("kes"):
            lab.on(host, "systemctl start kes")
    assert run.process.returncode != 0
    ended = "minio was not restarted and goes on as before: a server with its new settings ends at its start (FATAL "
    refused = re.findall(rf"\[(minio\d)\]: FAILED! => .*{re.escape(ended)}Failed to connect to KMS", run.output)
    assert sorted(refused) == lab.hosts("minio")
    after = processes()
    assert all(after[node] == before[node] for node in lab.hosts("minio"))
    assert client.works_at("minio1")


def test_one_node_alone_is_not_restarted_where_all_have_to(lab, processes):
    before = processes()
    lab.on("minio2", "cat > /etc/minio/env.d/99-planted.env", 'MINIO_SITE_NAME="planted-value"\n')
    try:
        run = lab.play(RESTART, "--limit=minio2").finish()
    finally:
        lab.on("minio2", "rm /etc/minio/env.d/99-planted.env")
    assert run.process.returncode != 0
    assert "this run leaves out minio1, minio3: run without --limit" in run.output
    assert processes() == before
