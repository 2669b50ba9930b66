# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""KES as it runs, asked with tools that know nothing of the collection."""

from __future__ import annotations

import re

testinfra_hosts = ["ansible://kes"]


def test_it_runs_and_starts_at_boot(host):
    assert host.service("kes").is_running
    assert host.service("kes").is_enabled


def test_its_memory_is_locked(host):
    pid = host.check_output("systemctl show --value --property MainPID kes")
    locked = next(
        line for line in host.file(f"/proc/{pid}/status").content_string.splitlines() if line.startswith("VmLck")
    )
    assert int(locked.split()[1]) > 0


def test_its_environment_is_its_own(host):
    pid = host.check_output("systemctl show --value --property MainPID kes")
    environment = dict(
        entry.partition("=")[::2] for entry in host.check_output(f"tr '\\0' '\\n' < /proc/{pid}/environ").splitlines()
    )
    assert not [name for name in environment if name.startswith(("VAULT_", "AWS_", "AZURE_", "GOOGLE_", "HTTP"))]
    # a CA of the key management system takes the place of the system's
    assert environment.get("SSL_CERT_FILE", "/etc/kes/backend/").startswith("/etc/kes/backend/")


def test_its_configuration_holds_no_secret(host):
    lines = re.findall(r'^(\w+)="(.*)"$', host.file("/etc/kes/kes.env").content_string, re.MULTILINE)
    secrets = [value for name, value in lines if not name.startswith("SSL_CERT_")]
    assert secrets
    assert not [secret for secret in secrets if secret in host.file("/etc/kes/config.yml").content_string]
    assert host.file("/etc/kes/kes.env").mode == 0o600


def test_a_client_without_a_certificate_gets_nothing(host):
    answer = host.run("curl --silent --show-error --insecure https://localhost:7373/version")
    assert answer.rc != 0
    assert "version" not in answer.stdout
