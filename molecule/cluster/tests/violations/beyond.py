# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Violations of the section "beyond": the server's account, sandbox, files and environment."""

from __future__ import annotations

from .violation import Violation

ENVIRONMENT = "/etc/minio/env.d"
OWN = f"{ENVIRONMENT}/10-minio_server.env"

CONTAINMENT = [
    Violation(
        "the service's account has a shell",
        {"B2.1": "fail"},
        "usermod --shell /bin/bash minio-user",
        "usermod --shell /usr/sbin/nologin minio-user",
    ),
]

FILES = [
    Violation(
        "the file with the root credential can be read by everybody",
        {"B3.1": "fail"},
        f"chmod 0644 {OWN}",
        f"chmod 0600 {OWN}",
    ),
    Violation(
        "everybody may add to the environment",
        {"B3.1": "fail"},
        f"chmod 0777 {ENVIRONMENT}",
        f"chmod 0700 {ENVIRONMENT}",
    ),
    Violation(
        "the service may change its own environment",
        {"B3.1": "fail"},
        f"chown minio-user {OWN}",
        f"chown root {OWN}",
    ),
    Violation(
        "a drive can be read by everybody",
        {"B3.2": "fail"},
        "chmod 0755 /data",
        "chmod 0700 /data",
    ),
    Violation(
        "the private key of a node can be read by everybody",
        {"B3.3": "fail"},
        "chmod 0644 /etc/minio/certs/private.key",
        "chmod 0600 /etc/minio/certs/private.key",
    ),
]

PROCESSES = [
    Violation(
        "a second server listens in clear text",
        {"B6.1": "fail"},
        """install -d -o minio-user /run/seeded
        systemd-run --unit=seeded --uid=minio-user --setenv=MINIO_CI_CD=1 \
          /usr/local/bin/minio server --address :9100 --console-address :9101 --certs-dir /run/seeded/certs /run/seeded/data
        wait_for listens 9100""",
        "systemctl stop seeded; rm -r /run/seeded",
    ),
]

SETTINGS = [
    Violation(
        "a variable was changed and is not in force",
        {"B8.2": "fail"},
        "environment MINIO_BROWSER=off",
    ),
    Violation(
        "the program was replaced and the old one runs",
        {"B8.2": "fail"},
        "mv /usr/local/bin/minio /usr/local/bin/minio.kept; cp -p /usr/local/bin/minio.kept /usr/local/bin/minio",
        "mv /usr/local/bin/minio.kept /usr/local/bin/minio",
    ),
]

BEYOND = CONTAINMENT + FILES + PROCESSES + SETTINGS
