# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A trial has what a start would have, and nothing that leads it to what is in use."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._restart import trial


@pytest.mark.parametrize(
    "name",
    [
        "MINIO_VOLUMES",
        "MINIO_ARGS",
        "MINIO_ENDPOINTS",
        "MINIO_CONFIG",
        "MINIO_CONFIG_ENV_FILE",
        "MINIO_ERASURE_SET_DRIVE_COUNT",
        "MINIO_ETCD_ENDPOINTS",
        "MINIO_IDENTITY_LDAP_SERVER_ADDR",
        "MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_siem",
        "MINIO_AUDIT_WEBHOOK_ENDPOINT",
        "MINIO_LOGGER_WEBHOOK_ENDPOINT",
        "NOTIFY_SOCKET",
    ],
)
def test_what_leads_to_others_is_left_out(name):
    assert name not in trial.variables_of({name: "/srv/other"})


def test_all_else_is_given():
    given = {"MINIO_BROWSER": "off", "MINIO_KMS_KES_ENDPOINT": "https://kes1:7373", "SSL_CERT_DIR": "/etc/ssl/certs"}
    assert trial.variables_of({**given, "HOME": "/home/minio"}) == {**given, **trial.OWN}


def test_the_file_that_the_server_reads_wins_and_is_not_read_again(tmp_path):
    path = tmp_path / "minio.conf"
    path.write_text("MINIO_BROWSER=maybe\nexport MINIO_VOLUMES='/data'\n")
    found = trial.variables_of({"MINIO_CONFIG_ENV_FILE": str(path), "MINIO_BROWSER": "off"})
    assert found == {"MINIO_BROWSER": "maybe", **trial.OWN}


@pytest.mark.parametrize(
    ("volumes", "count"),
    [(["/data"], 1), (["https://minio{1...4}:9000/data"], 4), (["http://a{1...4}/d{1...4}", "http://b{1...8}/d"], 16)],
)
def test_as_many_drives_as_a_set_has(volumes, count):
    drives = trial.drives_of(["/usr/local/bin/minio", "server", *volumes])
    assert drives == [f"/run/hardening-minio-trial/{number}" for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("INFO: one\nFATAL Invalid MINIO_BROWSER value\n> Please check\n", "FATAL Invalid MINIO_BROWSER value"),
        ("FATAL no key is planted-secret\n", "FATAL no key is ********"),
        ("", "exit status 3"),
    ],
)
def test_last_words(log, said):
    assert trial.last_words(log, 3, {"planted-secret"}) == said
