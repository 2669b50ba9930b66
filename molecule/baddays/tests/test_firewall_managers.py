# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Another manager of the packet filter is refused before any change."""

from __future__ import annotations

import pytest

TABLE = "nft --stateless list table inet hardening_minio"


@pytest.mark.parametrize("manager", ["firewalld", "ufw"])
def test_another_firewall_manager_is_refused(lab, manager):
    host = lab.hosts("minio")[0]
    table = lab.on(host, TABLE)
    lab.on(host, f"systemctl start {manager}")
    try:
        run = lab.play(variables={"minio_firewall_api_sources": ["203.0.113.0/24"]}).finish()
    finally:
        lab.on(host, f"systemctl stop {manager}")
    assert run.process.returncode != 0
    assert f"{manager} is active on {host}" in run.output
    assert run.total("changed") == 0
    assert lab.on(host, TABLE) == table
