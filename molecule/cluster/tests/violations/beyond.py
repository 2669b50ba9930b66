# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Violations of the section "beyond": the server's account, sandbox, files and environment."""

from __future__ import annotations

from .violation import NODES, Violation, unknown

ENVIRONMENT = "/etc/minio/env.d"
OWN = f"{ENVIRONMENT}/10-minio_server.env"

CONTAINMENT = [
    Violation(
        "the server may replace itself",
        {"B1.2": "fail"},
        "environment MINIO_UPDATE=on",
        on=NODES,
        restart="together",
    ),
    Violation(
        "another server runs than the inventory declares",
        {"B1.2": "fail"},
        "",
        on=NODES,
        settings={
            "minio_server_release": {
                "flavour": "upstream",
                "version": "RELEASE.2025-10-15T17-29-55Z",
                "sha256": "f" * 64,
            }
        },
    ),
    Violation(
        "the service's account has a shell",
        {"B2.1": "fail"},
        "usermod --shell /bin/bash minio-user",
        "usermod --shell /usr/sbin/nologin minio-user",
    ),
    Violation(
        "the service's account may become root",
        {"B2.1": "fail"},
        "usermod --append --groups sudo minio-user",
        "gpasswd --delete minio-user sudo",
        restart="rolling",
    ),
    Violation(
        "the server sees home directories",
        {"B2.2": "fail"},
        "drop_in minio ProtectHome=no",
        restart="rolling",
    ),
    Violation(
        "the server may leave its sandbox by capabilities",
        {"B2.2": "fail"},
        "drop_in minio CapabilityBoundingSet=CAP_SYS_ADMIN",
        restart="rolling",
    ),
    Violation(
        "the server may write core dumps",
        {"B2.3": "fail"},
        "drop_in minio LimitCORE=infinity",
        restart="rolling",
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
    Violation(
        "the private key of a domain belongs to somebody else",
        {"B3.3": "fail"},
        "keep /etc/minio/certs/s3.lab.example/private.key; chown ansible /etc/minio/certs/s3.lab.example/private.key",
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
    Violation(
        "a server was stopped",
        {**unknown("node"), "E7.1": "unknown", "E5.3": "unknown"},
        "systemctl stop minio",
        "systemctl start minio; wait_for serves; wait_for settled",
    ),
]

SETTINGS = [
    Violation(
        "everybody may read the metrics",
        {"B4.2": "fail"},
        "environment MINIO_PROMETHEUS_AUTH_TYPE=public",
        on=NODES,
        restart="together",
    ),
    Violation(
        "a variable is misspelt",
        {"B8.1": "fail"},
        "environment MINIO_BROWSR=off",
        on=NODES,
        restart="together",
    ),
    Violation(
        "a variable was changed and is not in force",
        {"B8.2": "fail"},
        "environment MINIO_BROWSER=off",
    ),
    Violation(
        "the unit was changed and systemd has not read it",
        {"B8.2": "fail"},
        "drop_in minio; echo '# changed' >> /etc/systemd/system/minio.service.d/99-seeded.conf",
        restart="rolling",
    ),
    Violation(
        "the program was replaced and the old one runs",
        {"B8.2": "fail"},
        "mv /usr/local/bin/minio /usr/local/bin/minio.kept; cp -p /usr/local/bin/minio.kept /usr/local/bin/minio",
        "mv /usr/local/bin/minio.kept /usr/local/bin/minio",
    ),
]

BEYOND = CONTAINMENT + FILES + PROCESSES + SETTINGS
