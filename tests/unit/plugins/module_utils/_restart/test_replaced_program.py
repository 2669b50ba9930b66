# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An upgrade restarts all nodes together: told from a real process and the file that it runs."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _process
from ansible_collections.hardening.minio.plugins.module_utils._restart import plan


@contextlib.contextmanager
def running(program, **environment):
    """Run a program, and give its process id when its command line can be read: that is a moment after its start."""
    process = subprocess.Popen([program, "60"], env=environment)
    try:
        while not _process.arguments(process.pid):
            time.sleep(0.01)
        yield process.pid
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def program(tmp_path):
    """Return a program that runs for a minute."""
    return shutil.copy(shutil.which("sleep"), tmp_path / "minio")


@pytest.fixture
def properties(program, tmp_path):
    """Run the program, and return what systemd would show of its unit."""
    with running(program, HOME=str(tmp_path)) as pid:
        yield {
            "Id": "minio.service",
            "ActiveState": "active",
            "MainPID": str(pid),
            "Environment": f"HOME={tmp_path}",
            "ExecStart": f"{{ path={program} ; argv[]={program} 60 ; ignore_errors=no ; start_time=[n/a] }}",
        }


def replace(program):
    """Put the next release in place as minio_program does: another file under the same name."""
    shutil.copy(program, f"{program}.new")
    shutil.move(f"{program}.new", program)


def test_the_program_that_runs_is_no_reason(properties):
    assert plan.decide(properties) == ("none", [], {})


def test_a_replaced_program_needs_all_nodes_together(program, properties):
    replace(program)
    assert plan.decide(properties) == ("together", [f"{program} was replaced after the start"], {})


def test_it_is_stronger_than_what_one_node_after_another_needs(program, properties):
    replace(program)
    kind, reasons, _agreed = plan.decide(properties, ["something is stored that it has not loaded"])
    assert kind == "together"
    assert reasons == [f"{program} was replaced after the start", "something is stored that it has not loaded"]


def test_a_start_after_the_replacement_is_no_reason(program, properties):
    replace(program)
    with running(program) as pid:
        assert plan.decide({**properties, "MainPID": str(pid)}) == ("none", [], {})


def test_a_program_that_was_taken_away_is_no_upgrade(program, properties, tmp_path):
    (tmp_path / "minio").unlink()
    assert plan.decide(properties) == ("none", [], {})
