# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What declared identities cost at a real server, and what it costs to read many: seconds, requests and memory.

Reading is done in a process of its own, so that its memory is what a module takes and not what the benchmark has taken.
"""

from __future__ import annotations

import contextlib
import io
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
import typing as t
import zipfile

import urllib3
from ansible_collections.hardening.minio.plugins.module_utils._minio import cluster, kinds
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import sync
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import policies as derived

from tests import collection
from tests.integration.servers.authority import Authority
from tests.integration.servers.minio import MinioServer
from tests.lab import hosts

Figures = t.Dict[str, t.Any]
SECRET = "secret-key-of-the-benchmark"
# of the server, which saves ten thousand users one by one
PATIENCE = 600


class Requests:
    """How many requests this process has sent since the context began."""

    def __init__(self) -> None:
        self.count = 0

    @contextlib.contextmanager
    def counted(self) -> t.Iterator[None]:
        """Count at the one place that all requests of the clients go through."""
        sent = urllib3.PoolManager.urlopen

        def urlopen(pool: urllib3.PoolManager, *args: t.Any, **kwargs: t.Any) -> urllib3.BaseHTTPResponse:
            self.count += 1
            return sent(pool, *args, **kwargs)

        urllib3.PoolManager.urlopen = urlopen  # type: ignore[method-assign,assignment]
        try:
            yield
        finally:
            urllib3.PoolManager.urlopen = sent  # type: ignore[method-assign]


def _client(auth: t.Mapping[str, t.Any]) -> Client:
    return Client({**auth, "validate_certs": True, "timeout": PATIENCE})


def _document(number: int) -> dict[str, t.Any]:
    statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": [f"arn:aws:s3:::bench-{number}/*"]}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _declared(users: int, policies: int, groups: int) -> dict[str, list[dict[str, t.Any]]]:
    """Return the options of the modules; every user is in a group, every group has a few policies."""
    members: list[list[str]] = [[f"user-{number}" for number in range(group, users, groups)] for group in range(groups)]
    return {
        "policies": [{"name": f"policy-{number}", "policy": _document(number)} for number in range(policies)],
        "users": [
            {"name": f"user-{number}", "secret_key": f"{SECRET}-{number}", "enabled": None} for number in range(users)
        ],
        "groups": [{"name": f"group-{group}", "members": members[group], "enabled": None} for group in range(groups)],
        "attachments": [
            {
                "user": None,
                "group": f"group-{group}",
                "policies": [f"policy-{number}" for number in range(group, policies, groups)],
            }
            for group in range(groups)
        ],
    }


def _apply(client: Client, declared: t.Mapping[str, list[dict[str, t.Any]]]) -> Figures:
    """Apply all kinds as the modules do; returns seconds, requests, and how many objects of each kind were changed."""
    attachments = kinds.Attachments.entries(declared["attachments"])
    order: list[tuple[str, t.Any, t.Sequence[t.Mapping[str, t.Any]]]] = [
        ("policies", kinds.Policies(client), declared["policies"]),
        ("users", kinds.Users(client), declared["users"]),
        ("groups", kinds.Groups(client), declared["groups"]),
        ("attachments", kinds.Attachments(client), attachments),
    ]
    requests, began = Requests(), time.monotonic()
    with requests.counted():
        changed = {
            name: sum(len(result[key]) for key in ("created", "updated", "removed"))
            for name, result in ((name, sync(kind, entries, False, False)) for name, kind, entries in order)
        }
    return {"seconds": round(time.monotonic() - began, 2), "requests": requests.count, "changed": changed}


def _fill(client: Client, users: int, policies: int, groups: int) -> None:
    """Bring many identities into a server in one request."""
    declared = _declared(users, policies, groups)
    files = {
        "policies": {entry["name"]: entry["policy"] for entry in declared["policies"]},
        "users": {
            entry["name"]: {"secretKey": entry["secret_key"], "status": "enabled"} for entry in declared["users"]
        },
        "groups": {
            entry["name"]: {"version": 1, "status": "enabled", "members": entry["members"]}
            for entry in declared["groups"]
        },
        "group_mappings": {
            entry["group"]: {"version": 1, "policy": ",".join(entry["policies"])} for entry in declared["attachments"]
        },
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"iam-assets/{name}.json", json.dumps(content))
    client.admin("PUT", "import-iam", "fill the server", body=packed.getvalue())


def _read(auth: t.Mapping[str, t.Any]) -> Figures:
    """Gather as minio_cluster_info does and judge as the checks do; to be run in a process of its own."""
    requests, began = Requests(), time.monotonic()
    with requests.counted():
        found = cluster.read(_client(auth), {"node_urls": None, "keys": []})
    answered = len(json.dumps(found))
    read = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    facts = derived.derive({"cluster": found}, {})
    return {
        "seconds": round(read, 2),
        "requests": requests.count,
        "megabytes": round(memory / 1024),
        "answer_megabytes": round(answered / 1e6, 1),
        "judge_seconds": round(time.monotonic() - began, 2),
        "users": len(found["identities"]["users"]),
        "policies": len(found["identities"]["policies"]),
        "without_policy": len(found["identities"]["users_without_policy"]),
        "unlimited": len(facts["unlimited_users"]),
    }


def _read_apart(auth: t.Mapping[str, t.Any]) -> Figures:
    finished = subprocess.run(
        [sys.executable, "-m", "tests.bench.identities"],
        input=json.dumps(dict(auth)),
        stdout=subprocess.PIPE,
        cwd=hosts.TREE,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(collection.path()), "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return json.loads(finished.stdout)


@contextlib.contextmanager
def _server() -> t.Iterator[MinioServer]:
    with tempfile.TemporaryDirectory() as folder:
        server = MinioServer(pathlib.Path(folder), Authority(pathlib.Path(folder)))
        try:
            server.start()
            yield server
        finally:
            server.close()


def measure(
    users: int = 200, policies: int = 50, groups: int = 20, many: int = 10_000, documents: int = 500
) -> Figures:
    """Apply identities twice to a server, then read many of another one."""
    with _server() as server:
        declared = _declared(users, policies, groups)
        first, second = _apply(_client(server.auth), declared), _apply(_client(server.auth), declared)
    with _server() as server:
        _fill(_client(server.auth), many, documents, groups)
        reading = _read_apart(server.auth)
    return {
        "identities_first_seconds": first["seconds"],
        "identities_first_requests": first["requests"],
        "identities_second_seconds": second["seconds"],
        "identities_second_changed": sum(second["changed"].values()),
        "identities_second_requests": second["requests"],
        "identities_read_seconds": reading["seconds"],
        "identities_read_requests": reading["requests"],
        "identities_read_megabytes": reading["megabytes"],
        "identities_judge_seconds": reading["judge_seconds"],
        "raw": {"identities": {"first_run": first, "second_run": second, "reading": reading}},
    }


if __name__ == "__main__":
    print(json.dumps(_read(json.load(sys.stdin))))
