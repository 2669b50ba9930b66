# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Inventories that name no hosts to work on are a failure with a sentence, never a run that does nothing and succeeds."""

from __future__ import annotations

import pytest

from tests.integration import playbook

NO_NODES = "the inventory has no host in the group minio: put every host of the deployment there"


@pytest.mark.parametrize(
    "inventory", ["", "[minio]\n", "[storage]\nnode1\n", "[kes]\nkes1 ansible_connection=local\n"], ids=range(4)
)
def test_nothing_to_secure(tmp_path, inventory):
    refuses(tmp_path, inventory, "secure_minio")


def test_nothing_to_rotate(tmp_path):
    refuses(tmp_path, "[kes]\nkes1 ansible_connection=local\n", "rotate_credentials")


def refuses(tmp_path, inventory, name):
    (tmp_path / "inventory.ini").write_text(inventory)
    finished = playbook.run(tmp_path, "-i", "inventory.ini", f"hardening.minio.{name}")
    assert finished.returncode != 0
    assert NO_NODES in " ".join(finished.stdout.split())
    assert "TASK [Check the settings" not in finished.stdout
