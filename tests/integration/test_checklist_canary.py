# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that secures proves encryption by objects without being asked, an audit puts none unless it is."""

from __future__ import annotations

import pytest
import yaml

from tests.integration import playbook

ROLE = {"ansible.builtin.include_role": {"name": "hardening.minio.minio_checklist", "tasks_from": "preflight", "public": True}}  # fmt: skip
SHOW = {
    "ansible.builtin.debug": {"msg": "canary={{ __minio_checklist_wants_canary }} asked={{ __minio_checklist_asked }}."}
}
CREDENTIALS = {
    "minio_root_user": "keeper",
    "minio_root_password": "planted-password",
    "minio_api_url": "https://minio1",
}


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, "canary=False asked=['api']."),
        ({"minio_checklist_mode": "secure"}, "canary=True asked=['api', 'canary']."),
        ({"minio_checklist_mode": "secure", "minio_checklist_canary": False}, "canary=False asked=['api']."),
        ({"minio_checklist_canary": True}, "canary=True asked=['api', 'canary']."),
    ],
)
def test_who_asks(tmp_path, settings, shown):
    play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "vars": {**CREDENTIALS, **settings}}
    (tmp_path / "playbook.yml").write_text(yaml.safe_dump([{**play, "tasks": [ROLE, SHOW]}]))
    finished = playbook.run(tmp_path, "playbook.yml")
    assert shown in finished.stdout, finished.stdout + finished.stderr
