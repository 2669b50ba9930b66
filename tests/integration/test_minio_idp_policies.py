# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role keeps policies from dictionaries, texts, files and filters at a real server; its page's check runs as it stands there."""

from __future__ import annotations

import json
import pathlib
import re
import sys
import typing as t

import pytest
import yaml
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client

from tests.collection import CHECKOUT
from tests.integration import playbook, preflight
from tests.integration.servers.minio import MinioServer
from tests.policies import OBJECTS, S3, allow, policy

PAGE = CHECKOUT / "docs" / "policy-as-code.md"
RIGHT = policy(allow("s3:GetObject", OBJECTS))
DEPLOYMENT = {**preflight.DEPLOYMENT, "api_host": "localhost"}

JUDGED: list[dict[str, t.Any]] = [
    {
        "hardening.minio.minio_cluster_info": {
            "url": "{{ minio_api_url }}",
            "access_key": "{{ minio_root_user }}",
            "secret_key": "{{ minio_root_password }}",
            "ca_path": "{{ minio_api_ca }}",
        },
        "register": "gathered",
    },
    {
        "hardening.minio.checklist": {"scope": "cluster", "cluster": "{{ gathered.cluster }}", "asked": ["api"]},
        "register": "judged",
    },
    # the run that only looks has changed nothing
    {
        "ansible.builtin.assert": {
            "that": "judged.verdicts['R1.3'].state == ('fail' if ansible_check_mode else 'pass')"
        },
    },
]
"""What tells whether the server holds what the inventory declares, files included."""


def _play(server: MinioServer) -> list[dict[str, t.Any]]:
    role = "hardening.minio.minio_idp"
    parts = [
        {"ansible.builtin.include_role": {"name": role, "tasks_from": part}} for part in ("preflight", "configure")
    ]
    return [
        {
            "hosts": "minio",
            "gather_facts": False,
            "vars": {
                "__minio_deployment": DEPLOYMENT,
                "minio_api_url": server.url,
                "minio_api_ca": str(server.ca_path),
                "minio_root_user": server.access_key,
                "minio_root_password": server.secret_key,
                "minio_idp_policies": [
                    {"name": "i-dictionary", "policy": policy(allow("s3:GetObject", "*"))},
                    {"name": "i-text", "policy": yaml.safe_dump(policy(allow("kms:Status")))},
                    {"name": "i-file", "file": "policies/app.json"},
                    {
                        "name": "i-ready",
                        "policy": "{{ 'read_write_prefix' | hardening.minio.ready_policy(bucket='teams', prefix='a') }}",
                    },
                    {"name": "i-gone", "state": "absent"},
                ],
                "minio_idp_users": [{"name": "i-user", "secret_key": "planted-secret"}],
                "minio_idp_policy_attachments": [{"user": "i-user", "policies": ["i-file", "i-ready"]}],
            },
            "tasks": [*parts, *JUDGED],
        }
    ]


def _run(folder: pathlib.Path, *arguments: str) -> str:
    finished = playbook.run(folder, "-vvv", "--diff", "-i", "inventory.yml", "playbook.yml", *arguments)
    output = finished.stdout + finished.stderr
    assert finished.returncode == 0, output[-3000:]
    assert "planted" not in output
    return output


def _changed(output: str) -> int:
    return int(re.findall(r"changed=(\d+)", output)[-1])


def test_role_keeps_policies_from_everywhere(minio: MinioServer, tmp_path: pathlib.Path):
    admin = Client({**minio.auth, "validate_certs": True, "timeout": 120})
    admin.admin("PUT", "add-canned-policy", "write", {"name": "i-gone"}, RIGHT)
    host = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    (tmp_path / "inventory.yml").write_text(yaml.safe_dump({"minio": {"hosts": {"minio1": host}}}))
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "app.json").write_text(json.dumps(RIGHT))
    (tmp_path / "playbook.yml").write_text(yaml.safe_dump(_play(minio)))
    assert _changed(_run(tmp_path, "--check")) > 0
    assert "i-file" not in admin.admin("GET", "list-canned-policies", "list")
    output = _run(tmp_path)
    # one result for each kind: policies, users, attachments, removed policies
    assert _changed(output) == 4
    found = admin.admin("GET", "list-canned-policies", "list")
    assert {"i-dictionary", "i-text", "i-file", "i-ready"} <= set(found) and "i-gone" not in found
    assert f"{S3}teams/a/*" in json.dumps(found["i-ready"])
    assert _changed(_run(tmp_path)) == 0
    admin.admin("DELETE", "remove-user", "remove", {"accessKey": "i-user"})
    for name in ("i-dictionary", "i-text", "i-file", "i-ready"):
        admin.admin("DELETE", "remove-canned-policy", "remove", {"name": name})


def _check_of_the_page() -> str:
    (text,) = [
        block
        for block in re.findall(r"^```ya?ml\n(.*?)^```", PAGE.read_text(), flags=re.MULTILINE | re.DOTALL)
        if "hosts: localhost" in block
    ]
    return text


@pytest.mark.parametrize(
    ("document", "part"),
    [
        (RIGHT, ""),
        (policy(allow("s3:GetObjct", OBJECTS)), "app.json.Statement[0].Action names 's3:GetObjct', which is not known"),
        (policy(allow("s3:*", "*")), "app.json.Statement[0] allows everything with all buckets"),
    ],
)
def test_check_of_the_page_runs_in_ci(tmp_path: pathlib.Path, document, part):
    (tmp_path / "check.yml").write_text(_check_of_the_page())
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "app.json").write_text(json.dumps(document))
    finished = playbook.run(tmp_path, "check.yml")
    assert (finished.returncode == 0) == (not part), finished.stdout
    assert part in finished.stdout
