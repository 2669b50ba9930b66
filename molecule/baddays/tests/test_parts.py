# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts of the whole on a deployment that is as declared: a role alone, the tag of a role, one node."""

from __future__ import annotations

import json

COUNT = ("required", "high")

ROLES = {
    "minio": "minio",
    "minio_server": "minio",
    "minio_tls": "minio",
    "minio_kes": "minio:kes",
    "minio_sse": "minio",
    "minio_idp": "minio",
    "minio_firewall": "minio:kes",
    "minio_checklist": "minio:kes",
}


def _succeeds_without_change(run):
    run.finish()
    assert run.process.returncode == 0, run.output[-3000:]
    assert run.total("failed") == 0
    assert run.total("changed") == 0, run.output


def test_every_role_alone(lab):
    plays = [
        {
            "hosts": hosts,
            "gather_facts": False,
            "tasks": [{"ansible.builtin.include_role": {"name": f"hardening.minio.{role}"}}],
        }
        for role, hosts in ROLES.items()
    ]
    # one run for each: a role must not live on what another has found out
    for play in plays:
        _succeeds_without_change(lab.play([play]))


def test_the_tag_of_a_role(lab):
    run = lab.play("hardening.minio.secure_minio", "--tags=minio_idp")
    _succeeds_without_change(run)
    assert "TASK [hardening.minio.minio_idp : Keep the users]" in run.output
    assert "minio_server : Put unit, sandbox and environment in place" not in run.output


def test_the_tag_of_a_role_used_alone(lab):
    role = {"hosts": "minio", "gather_facts": False, "roles": ["hardening.minio.minio_tls"]}
    run = lab.play([role], "--tags=minio_tls_configure")
    _succeeds_without_change(run)
    assert "minio_tls : Make missing keys and ask for certificates" in run.output


def test_one_node(lab):
    """What was left out is not known, and only that is open: the addresses of the other nodes are no surprise."""
    path = lab.home / "one.json"
    environment = {"MINIO_CHECKLIST_REPORT": str(path)}
    limit = f"--limit={lab.hosts('minio')[-1]}"
    run = lab.play("hardening.minio.secure_minio", limit, environment=environment).finish()
    assert run.total("changed") == 0, run.output
    checks = [check for item in json.loads(path.read_text())["items"] for check in item["checks"]]
    states = {told["state"] for check in checks if check["severity"] in COUNT for told in check["hosts"].values()}
    assert states == {"pass", "unknown", "not_applicable"}
    assert run.process.returncode != 0
