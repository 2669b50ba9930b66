# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""From plain HTTP to HTTPS once more, by a run that is killed when the nodes were told to restart, and the one after it.

The tests before it have taken the way back.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import ssl
import types

import minio
import pytest
import urllib3
import yaml

SETTINGS = pathlib.Path(__file__).parents[1] / "group_vars" / "minio.yml"
ROOT = ("their-root", "planted-root-secret-of-theirs")
PROCESSES = "journalctl --unit minio _COMM=minio --output json --output-fields _PID"
ANSWER = "curl --silent --output /dev/null --write-out '%{http_code}' http://localhost:9000/minio/health/live"


def starts(lab):
    """Return how often the server was started on each node."""
    return [
        len({json.loads(line)["_PID"] for line in lines.splitlines()})
        for lines in lab.on_all(lab.hosts("minio"), PROCESSES)
    ]


@pytest.fixture(scope="module")
def story(lab):
    """Kill a run, let the next one end, and tell what was seen."""
    nodes = lab.hosts("minio")
    settings = yaml.safe_load(SETTINGS.read_text())
    told = types.SimpleNamespace(before=starts(lab), plain=lab.on_all(nodes, ANSWER))
    run = lab.play(variables=settings)
    run.reach("TASK [hardening.minio.minio : Wait until every node takes part]")
    run.kill()
    told.killed = run.output
    told.next = lab.play(variables=settings).finish()
    told.after = starts(lab)
    return told


def test_it_was_killed_between_the_order_and_its_outcome(story):
    assert story.plain == ["200"] * len(story.plain)
    assert "TASK [hardening.minio.minio : Issue the start on every node]" in story.killed
    assert "PLAY [Configure the cluster]" not in story.killed


def test_the_next_run_ends_well(story):
    assert story.next.process.returncode == 0, story.next.output[-3000:]
    assert story.next.total("failed") == 0


def test_every_node_was_restarted_once(story):
    assert story.after == [number + 1 for number in story.before]


def test_every_node_speaks_https_with_the_others(lab, story):
    for node in lab.hosts("minio"):
        environment = lab.on(node, f"tr '\\0' '\\n' < /proc/{lab.pid(node, 'minio')}/environ")
        assert "MINIO_VOLUMES=https://minio{1...4}:9000/data" in environment.splitlines()


def test_objects_are_as_they_were(lab, story):
    pool = urllib3.PoolManager(ssl_context=ssl.create_default_context(cafile=str(lab.ca)), retries=False, timeout=30)
    contents = json.loads((lab.home / "contents.json").read_text())
    for address in lab.node_addresses():
        client = minio.Minio(address, *ROOT, region="us-east-1", http_client=pool)
        for entry in contents["objects"]:
            answer = client.get_object(entry["bucket"], entry["name"], version_id=entry["version"])
            assert hashlib.sha256(answer.read()).hexdigest() == entry["sha256"]
