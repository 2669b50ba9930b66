# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nodes that do not come back, or would wait for one another for ever."""

from __future__ import annotations

import pytest

RESTART = [
    {
        "hosts": "minio",
        "gather_facts": False,
        "tasks": [{"ansible.builtin.include_role": {"name": "hardening.minio.minio"}}],
    }
]
DROPINS = "/etc/systemd/system/minio.service.d"


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
