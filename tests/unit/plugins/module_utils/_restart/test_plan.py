# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a start would load is told from the files, whoever starts the server."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _identity
from ansible_collections.hardening.minio.plugins.module_utils._restart import plan


def test_a_directory_of_cas_that_the_server_made_itself_is_no_reason(tmp_path):
    started = time.time() - 10
    (tmp_path / "CAs").mkdir()
    assert plan.file_reasons(str(tmp_path), [], started) == []


def test_a_ca_put_after_the_start_is_a_reason(tmp_path):
    started = time.time() - 10
    (tmp_path / "CAs").mkdir()
    (tmp_path / "CAs" / "new.crt").touch()
    reasons = plan.file_reasons(str(tmp_path), [], started)
    assert reasons == [("rolling", f"{tmp_path}/CAs/new.crt is newer than the running server")]


def test_a_ca_taken_away_after_the_start_is_a_reason(tmp_path):
    (tmp_path / "CAs").mkdir()
    (tmp_path / "CAs" / "old.crt").touch()
    started = time.time() + 0.05
    time.sleep(0.1)
    os.remove(tmp_path / "CAs" / "old.crt")
    reasons = plan.file_reasons(str(tmp_path), [], started)
    assert reasons == [("rolling", f"{tmp_path}/CAs is newer than the running server")]


@pytest.fixture
def unit(tmp_path, monkeypatch):
    """What systemd shows of a unit whose server, this process, was given a file of settings by its environment."""
    config = tmp_path / "config.env"
    config.write_text("MINIO_KMS_KES_KEY_NAME=minio-default\n")
    given = {"MINIO_CONFIG_ENV_FILE": str(config)}
    monkeypatch.setattr(plan._process, "environment", lambda pid: given)
    monkeypatch.setattr(plan.tls, "reasons", lambda *_asked: [])
    return {
        "Id": "minio.service",
        "MainPID": str(os.getpid()),
        "ActiveState": "active",
        "Environment": f"MINIO_CONFIG_ENV_FILE={config}",
    }


def test_nodes_are_compared_with_what_their_server_would_read(unit):
    _kind, _reasons, agreed = plan.decide(unit)
    assert agreed["MINIO_KMS_KES_KEY_NAME"] == "minio-default"


def test_settings_of_the_server_that_changed_are_no_reason_by_themselves(unit):
    assert plan.decide(unit)[:2] == ("none", [])


def test_with_other_settings_than_its_peers_have_no_node_restarts_alone(unit, tmp_path):
    kind, reasons, _agreed = plan.decide(unit, ["a CA is pending"])
    assert kind == "together"
    assert reasons == [
        "a CA is pending",
        f"{tmp_path}/config.env is newer than the running server, which reads its settings there",
    ]


def test_settings_from_before_the_start_let_a_node_restart_alone(unit, monkeypatch):
    monkeypatch.setattr(plan._process, "started", lambda pid: time.time() + 1)
    assert plan.decide(unit, ["a CA is pending"])[:2] == ("rolling", ["a CA is pending"])


@pytest.fixture
def wrapped(tmp_path):
    """What systemd shows of a unit that starts its server by a script, which adds to options and variables."""
    script, program, given = tmp_path / "start", tmp_path / "minio", tmp_path / "default"
    shutil.copy("/bin/sleep", program)
    script.write_text(f'#!/bin/sh\nexport MINIO_REGION=here MINIO_OPTS="$MINIO_OPTS more"\nexec {program} 60\n')
    script.chmod(0o755)
    given.write_text("MINIO_OPTS=some\n")
    time.sleep(0.1)
    with subprocess.Popen([script], env={"HOME": str(tmp_path), "MINIO_OPTS": "some"}) as server:
        while plan._process.arguments(server.pid) != [str(program), "60"]:
            time.sleep(0.01)
        yield {
            "Id": "minio.service",
            "ActiveState": "active",
            "MainPID": str(server.pid),
            "EnvironmentFiles": f"{given} (ignore_errors=yes)",
            "ExecStart": f"{{ path={script} ; argv[]={script} ; ignore_errors=no }}",
        }
        server.kill()


def test_what_a_script_adds_is_no_reason(wrapped):
    assert plan.decide(wrapped)[:2] == ("none", [])


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("start", "rolling", "is newer than the running server"),
        ("default", "together", "is newer than the running server"),
        ("minio", "together", "was replaced after the start"),
    ],
)
def test_what_a_script_starts_is_compared(wrapped, tmp_path, name, kind, reason):
    shutil.copy(tmp_path / name, tmp_path / "new")
    os.replace(tmp_path / "new", tmp_path / name)
    assert plan.decide(wrapped)[:2] == (kind, [f"{tmp_path / name} {reason}"])


def test_another_program_of_the_servers_own_is_no_script(wrapped, tmp_path, monkeypatch):
    monkeypatch.setattr(_identity, "is_server", lambda _command: True)
    kind, reasons, _environment = plan.decide(wrapped)
    assert kind == "together"
    assert f"{tmp_path / 'start'} was replaced after the start" in reasons
