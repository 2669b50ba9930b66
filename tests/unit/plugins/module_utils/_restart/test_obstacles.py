# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What would end a start is told before."""

from __future__ import annotations

import os

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._restart import obstacles

HTTPS = ["/usr/local/bin/minio", "server", "https://minio{1...4}:9000/data"]
HTTP = ["/usr/local/bin/minio", "server", "http://minio{1...4}:9000/data"]
DRIVE = ["/usr/local/bin/minio", "server", "/data"]


@pytest.mark.parametrize(
    ("arguments", "certificate", "said"),
    [
        (HTTPS, True, None),
        (HTTP, False, None),
        (DRIVE, True, None),
        (DRIVE, False, None),
        (HTTPS, False, "its volumes are https and {} holds no certificate: issue one, such as by the role minio_tls"),
        (HTTP, True, "its volumes are http and {} holds a certificate: write https in minio_volumes, on every node"),
    ],
)
def test_tls_obstacle(tmp_path, arguments, certificate, said):
    if certificate:
        (tmp_path / "public.crt").touch()
    assert obstacles.tls_obstacle(arguments, str(tmp_path)) == (said and said.format(tmp_path))


def test_a_script_in_place_of_the_server_is_not_run(tmp_path):
    script, trace = tmp_path / "minio", tmp_path / "trace"
    script.write_text(f"#!/bin/sh\necho Incorrect Usage: no >&2; touch {trace}\n")
    script.chmod(0o755)
    command = [str(script), "server", "/data"]
    assert obstacles.usage_obstacle(command) is None
    assert obstacles.trial_obstacle({"MainPID": str(os.getpid())}, command, str(tmp_path), {}) is None
    assert not trace.exists()


def test_a_program_that_is_not_there_is_not_asked(tmp_path):
    assert obstacles.usage_obstacle([str(tmp_path / "minio"), "server", "/data"]) is None
    assert obstacles.usage_obstacle([]) is None
