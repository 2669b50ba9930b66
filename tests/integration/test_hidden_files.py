# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A process that cannot see a file has read nothing from it, whatever stands there for everybody else."""

from __future__ import annotations

import os
import pathlib
import subprocess
import time
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _process
from ansible_collections.hardening.minio.plugins.module_utils._evidence import environment, files, root_credential
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

SECRET = "planted-Root-4711-secret"
# as systemd does it for ProtectHome=tmpfs with BindReadOnlyPaths
SANDBOX = """
set -e
if [ -n "$SHOWN" ]; then touch "$HELD"; mount --bind "$SHOWN" "$HELD"; fi
mount -t tmpfs none "$HIDDEN"
if [ -n "$SHOWN" ]; then touch "$SHOWN"; mount --bind "$HELD" "$SHOWN"; fi
echo ready
exec sleep 60
"""


@pytest.fixture
def home(tmp_path) -> pathlib.Path:
    """A directory with the files of the root credential."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "user").write_text("keeper\n")
    (home / "password").write_text(f"{SECRET}\n")
    return home


@pytest.fixture
def start(home) -> t.Iterator[t.Callable[[str], int]]:
    """Start a process from which the directory is hidden, but for one file."""
    running: list[subprocess.Popen] = []

    def start(shown: str) -> int:
        given = {
            "HIDDEN": str(home),
            "SHOWN": shown,
            "HELD": str(home.parent / "held"),
            "MINIO_ROOT_USER": "keeper",
            "MINIO_ROOT_PASSWORD_FILE": str(home / "password"),
            "MINIO_CONFIG_ENV_FILE": str(home / "config"),
        }
        command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", SANDBOX]
        process = subprocess.Popen(command, env={**os.environ, **given}, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process.pid

    yield start
    for process in running:
        process.kill()
        process.communicate()


def verdict(pid: int) -> t.Any:
    """Return what the root credential of a process is worth."""
    return root_credential.describe(environment.effective(Context(params={}), pid), None)["verdict"]


def test_a_hidden_root_credential_is_the_published_one(home, start):
    (home / "config").write_text(f"MINIO_ROOT_PASSWORD={SECRET}\n")
    assert verdict(start("")) == "default"


def test_one_that_is_shown_counts(home, start):
    assert verdict(start(str(home / "password"))) == "strong"


def test_a_change_of_a_file_that_is_hidden_is_none(home, start):
    pid = start("")
    time.sleep(files.PRECISION * 5)
    (home / "password").write_text("another\n")
    assert verdict(pid) == "default"


def test_links_lead_to_what_the_process_has_there(home, start):
    link = home.parent / "link"
    link.symlink_to(home / "user")
    assert not os.path.exists(_process.seen(start(""), str(link)))
    with open(_process.seen(os.getpid(), str(link)), encoding="utf-8") as stream:
        assert stream.read() == "keeper\n"
