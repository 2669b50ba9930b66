# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What would end a start is told before."""

from __future__ import annotations

import os

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._restart import obstacles, plan

from tests.certificates import Signer, make_key, pem

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
    pair = Signer("throw-away CA").issue()
    (tmp_path / "public.crt").write_text(pair["certificate"])
    # without its key, the server takes a certificate for none
    if certificate:
        (tmp_path / "private.key").write_text(pair["private_key"])
    assert obstacles.tls_obstacle(arguments, str(tmp_path)) == (said and said.format(tmp_path))


@pytest.mark.parametrize("arguments", [HTTPS, DRIVE])
def test_a_pair_that_does_not_fit(tmp_path, arguments):
    (tmp_path / "public.crt").write_text(Signer("throw-away CA").issue()["certificate"])
    (tmp_path / "private.key").write_text(pem(make_key("ecdsa-p256")))
    assert obstacles.tls_obstacle(arguments, str(tmp_path)) == (
        f"{tmp_path}/private.key is not the key of {tmp_path}/public.crt: put the right one there, such as by the role minio_tls"
    )


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
