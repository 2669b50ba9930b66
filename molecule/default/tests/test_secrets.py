# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets are where the services read them and nowhere else: in no other file, and not in the journal."""

from __future__ import annotations

import json
import re

from tests.lab import planted
from tests.lab.lab import VARIABLES


def test_hosts_hold_secrets_only_where_services_read_them(lab):
    secrets = {
        *re.findall(r"planted-[a-z-]+", VARIABLES.read_text()),
        json.loads((lab.home / "kms.json").read_text())["secret"],
    }
    assert len(secrets) == 4
    for host in lab.hosts("minio"):
        assert planted.search(lab, host, secrets) == ["/etc/minio/env.d/10-minio_server.env"]
    for host in lab.hosts("kes"):
        assert planted.search(lab, host, secrets) == ["/etc/kes/kes.env", "/etc/kes/kes.env.proven"]


def test_a_secret_of_several_lines_is_not_logged(lab):
    """Quoting changes such a secret, so that Ansible does not find it in what it logs."""
    host = lab.hosts("minio")[0]
    secret = "planted 'first' line\\with\nanother line"
    file = {"path": "/run/planted", "secret_content": secret, "mode": "0600"}
    tasks = [
        {"hardening.minio.minio_files": {"files": [file]}},
        {"hardening.minio.minio_files": {"absent": ["/run/planted"]}},
    ]
    run = lab.play([{"hosts": host, "gather_facts": False, "tasks": tasks}], "-vvv", "--diff").finish()
    assert run.total("changed") == 2
    words = ["planted 'first", "planted \\'first", "another line"]
    assert [word for word in words if word in run.output] == []
    assert planted.search(lab, host, words) == []
    assert "Invoked with absent, directories, files" in lab.on(host, "journalctl --no-pager --output=cat")
