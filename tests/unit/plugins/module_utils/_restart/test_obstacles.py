# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What would end a start is told before."""

from __future__ import annotations

import os

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._restart import obstacles, plan

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


@pytest.fixture
def properties(tmp_path):
    """What systemd shows of a unit that runs tmp_path/minio."""
    program = tmp_path / "minio"
    return {
        "MainPID": str(os.getpid()),
        "ExecStart": f"{{ path={program} ; argv[]={program} server /data ; ignore_errors=no ; }}",
    }


@pytest.mark.parametrize("kind", [plan.START, plan.ROLLING, plan.TOGETHER])
def test_a_script_in_place_of_the_server_is_not_run(tmp_path, properties, kind):
    script, trace = tmp_path / "minio", tmp_path / "trace"
    script.write_text(f"#!/bin/sh\necho Incorrect Usage: no >&2; touch {trace}\n")
    script.chmod(0o755)
    obstacles.refuse_fatal_start("minio.service", properties, kind)
    assert not trace.exists()


@pytest.mark.parametrize("kind", [plan.START, plan.ROLLING, plan.TOGETHER])
def test_a_program_that_is_not_there_is_not_asked(properties, kind):
    obstacles.refuse_fatal_start("minio.service", properties, kind)
    obstacles.refuse_fatal_start("minio.service", {}, kind)
