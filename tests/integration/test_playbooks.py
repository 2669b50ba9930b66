# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Inventories that name no hosts to work on are a failure with a sentence, never a run that does nothing and succeeds."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from tests import collection

NO_NODES = "the inventory has no host in the group minio: put every host of the deployment there"


def run(playbook: str, inventory: str, folder: pathlib.Path) -> subprocess.CompletedProcess[str]:
    path = folder / "inventory.ini"
    path.write_text(inventory)
    return subprocess.run(
        [
            str(pathlib.Path(sys.executable).with_name("ansible-playbook")),
            "-i",
            str(path),
            f"hardening.minio.{playbook}",
        ],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(collection.path()),
        },
    )


@pytest.mark.parametrize(
    "inventory", ["", "[minio]\n", "[storage]\nnode1\n", "[kes]\nkes1 ansible_connection=local\n"], ids=range(4)
)
def test_nothing_to_secure(tmp_path, inventory):
    finished = run("secure_minio", inventory, tmp_path)
    assert finished.returncode != 0
    assert NO_NODES in " ".join(finished.stdout.split())
    assert "TASK [Check the settings" not in finished.stdout
