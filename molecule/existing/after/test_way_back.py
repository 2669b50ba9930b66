# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way back of docs/adopting.md: plain HTTP and no sandbox again, with KES, which stays."""

from __future__ import annotations

import hashlib
import io
import json
import typing as t

import minio
import pytest

ROOT = ("their-root", "planted-root-secret-of-theirs")
DROP_IN = "/etc/systemd/system/minio.service.d/50-hardening.conf"
STEPS = f"""
rm /etc/minio/env.d/10-minio_server.env
printf '[Service]\\nEnvironmentFile=-/etc/minio/env.d/*.env\\n' > {DROP_IN}
systemctl daemon-reload
systemctl restart --no-block minio
"""
SETTLE = [
    {"hosts": "minio", "gather_facts": False, "tasks": [{"hardening.minio.minio_restart": {"state": "awaited"}}]},
]


@pytest.fixture(scope="module")
def contents(lab):
    """Return what users had put before the cluster was secured, and their secrets."""
    return json.loads((lab.home / "contents.json").read_text())


@pytest.fixture(scope="module")
def client(lab) -> t.Callable[..., minio.Minio]:
    """Go back on all nodes; returns a function that makes a client of the first one."""
    lab.on_all(lab.hosts("minio"), STEPS)
    # also until every node has tried again for drives that it missed at its start, which no health route tells
    run = lab.play(SETTLE).finish()
    assert run.process.returncode == 0, run.output
    return lambda access_key, secret_key: minio.Minio(
        endpoint=lab.node_addresses()[0], access_key=access_key, secret_key=secret_key, region="us-east-1", secure=False
    )


def test_nothing_of_the_sandbox_is_left(client, lab):
    shown = lab.on_all(lab.hosts("minio"), "systemctl show --value --property ProtectSystem,ProtectHome minio")
    assert {value for text in shown for value in text.split()} == {"no"}


def test_objects_are_as_they_were(client, contents):
    for entry in contents["objects"]:
        answer = client(*ROOT).get_object(entry["bucket"], entry["name"], version_id=entry["version"])
        assert hashlib.sha256(answer.read()).hexdigest() == entry["sha256"]


def test_what_was_encrypted_is_readable(client):
    newest = client(*ROOT).stat_object("ledger", "running.csv")
    assert newest.metadata["x-amz-server-side-encryption"] == "aws:kms"
    assert client(*ROOT).get_object("ledger", "running.csv").read() == b"x" * newest.size


def test_users_that_were_saved_again_still_come_in(client, contents):
    secrets = contents["secrets"]
    assert client("alice", secrets["alice"]).stat_object("photos", "2021/1.raw").size == 1_000
    assert client("ledger-app", secrets["ledger-app"]).stat_object("ledger", "year.csv")


def test_new_objects_are_still_encrypted(client):
    client(*ROOT).put_object("photos", "after.txt", io.BytesIO(b"after"), 5)
    stored = client(*ROOT).stat_object("photos", "after.txt")
    assert stored.metadata["x-amz-server-side-encryption"] == "aws:kms"
