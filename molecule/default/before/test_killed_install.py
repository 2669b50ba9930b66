# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A first install that is killed twice. All that the scenario does after it shows that the next run finishes it."""

from __future__ import annotations


def killed_at(lab, task):
    """Start to secure the deployment, and kill the run when a task has just begun; returns what it printed."""
    run = lab.play()
    run.reach(f"TASK [hardening.minio.{task}]")
    run.kill()
    return run.output


def state(lab, host, unit):
    return set(lab.on(host, f"systemctl show --value --property UnitFileState,ActiveState {unit}").split())


def test_killed_before_anything_has_run(lab):
    """The private CA has a key, and perhaps its certificate; MinIO could be started and has no certificate."""
    (node,), (kes,) = lab.hosts("minio"), lab.hosts("kes")
    assert "PLAY [Run KES]" not in killed_at(lab, "minio_tls : Sign its certificate")
    assert lab.on(node, "ls /usr/local/bin/minio /etc/minio/env.d")
    assert state(lab, node, "minio") == {"enabled", "inactive"}
    assert lab.ssh(node, "ls /etc/minio/certs/public.crt").returncode == 2
    assert state(lab, kes, "kes") == {"inactive"}


def test_killed_at_the_first_start(lab):
    """KES serves and MinIO comes up, with nothing configured and its ports open."""
    (node,), (kes,) = lab.hosts("minio"), lab.hosts("kes")
    assert "PLAY [Configure the cluster]" not in killed_at(lab, "minio : Wait until every node takes part")
    assert lab.on(node, "ls /etc/minio/certs/public.crt")
    assert state(lab, kes, "kes") == {"enabled", "active"}
    assert lab.ssh(node, "nft list table inet hardening_minio").returncode == 1
