# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What clients notice of restarts."""

from __future__ import annotations

import pathlib
import statistics
import tempfile
import typing as t

from tests.integration.servers.authority import Authority

from .lab import BENCH, Lab
from .load import Load

PLAYBOOKS = BENCH / "playbooks"
CHANGE = PLAYBOOKS / "change.yml"
BARE = "systemctl restart --no-block minio"
# all certificates, whatever time they have left
RENEW_ALL = {"minio_tls_validity": 398, "minio_tls_renew_before": 397}
Figures = t.Dict[str, t.Any]


def renewal(lab: Lab) -> Figures:
    """Renew all certificates under a client that does not retry."""
    with Load(lab.cluster(), retry=False) as load:
        lab.timed(CHANGE, RENEW_ALL)
    return {"renewal_failed_requests": len(load.missed.failed), "raw": {"renewal": load.missed.figures()}}


def new_ca() -> str:
    """Return the certificate, PEM, of a CA that nobody trusts yet."""
    with tempfile.TemporaryDirectory() as folder:
        return Authority(pathlib.Path(folder)).certificate.read_text()


def rolling_changes() -> dict[str, t.Any]:
    """Return settings that need every node restarted, one after another: a new CA, domain and sandbox."""
    return {
        "minio_tls_trusted_cas": [{"name": "load", "certificate": new_ca()}],
        "minio_tls_certificates": [{"name": "s3.lab.example"}, {"name": "load.lab.example"}],
        "minio_server_writable_paths": ["/var/spool/load"],
    }


def rolling(lab: Lab) -> Figures:
    """Restart one node after another under a client that retries other nodes."""
    with Load(lab.cluster()) as load:
        lab.timed(CHANGE, rolling_changes())
    return {
        "rolling_failed_requests": len(load.missed.failed),
        "rolling_slowest_seconds": load.missed.slowest,
        "raw": {"rolling": load.missed.figures()},
    }


def _gap(lab: Lab, restart: t.Callable[[], t.Any]) -> float:
    """Return the longest time without any node that serves; each is asked on its own, so that none waits for another."""
    with Load(lab.cluster(), retry=False) as load:
        restart()
        lab.timed(PLAYBOOKS / "settle.yml")
    return round(load.missed.gap, 2)


def joint(lab: Lab, pairs: int) -> Figures:
    """Compare the restart of all nodes for a changed environment with the least that systemd can do."""
    ours: list[float] = []
    bare: list[float] = []
    nodes = lab.hosts("minio")
    for _pair in range(pairs):
        lab.timed(PLAYBOOKS / "environment.yml", {"bench_speed": "slow"})
        bare.append(_gap(lab, lambda: lab.on_all(nodes, BARE)))
        lab.timed(PLAYBOOKS / "environment.yml", {"bench_speed": "default"})
        ours.append(_gap(lab, lambda: lab.timed(PLAYBOOKS / "restart.yml")))
    return {
        "joint_gap_ratio": statistics.median(ours) / statistics.median(bare),
        "raw": {"joint_gap_seconds": ours, "bare_gap_seconds": bare},
    }
