# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Another manager of the packet filter is refused before any change."""

from __future__ import annotations

import pytest

TABLE = "nft --stateless list table inet hardening_minio"


# ufw is told to filter once its unit runs: it would shut the lab out, and is refused all the same
MANAGERS = {
    "firewalld": ("systemctl start firewalld", "systemctl stop firewalld"),
    "ufw": (
        "systemctl start ufw && sed -i s/^ENABLED=.*/ENABLED=yes/ /etc/ufw/ufw.conf",
        "sed -i s/^ENABLED=.*/ENABLED=no/ /etc/ufw/ufw.conf && systemctl stop ufw",
    ),
}


@pytest.mark.parametrize("manager", MANAGERS)
def test_another_firewall_manager_is_refused(lab, manager):
    host = lab.hosts("minio")[0]
    table = lab.on(host, TABLE)
    start, stop = MANAGERS[manager]
    lab.on(host, start)
    try:
        run = lab.play(variables={"minio_firewall_api_sources": ["203.0.113.0/24"]}).finish()
    finally:
        lab.on(host, stop)
    assert run.process.returncode != 0
    assert f"{manager} is active on {host}" in run.output
    assert run.total("changed") == 0
    assert lab.on(host, TABLE) == table


def test_ufw_as_it_is_installed_is_none(lab):
    """Its unit is active from its installation on, and loads nothing while ufw.conf says ENABLED=no."""
    host = lab.hosts("minio")[0]
    lab.on(host, "systemctl start ufw && grep -qx ENABLED=no /etc/ufw/ufw.conf")
    try:
        run = lab.play("hardening.minio.secure_minio", "--tags=minio_firewall").finish()
    finally:
        lab.on(host, "systemctl stop ufw")
    assert run.process.returncode == 0, run.output
    assert run.total("changed") == 0
