# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts of processes, on real ones."""

from __future__ import annotations

import grp
import os
import pwd
import subprocess
import sys
import time

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._evidence import process
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

PLANTED = "planted-secret-5e7c"


@pytest.fixture
def context():
    return Context(params={})


@pytest.fixture
def child():
    """A process below a shell that has a secret on its command line."""
    line = f"echo {PLANTED} >/dev/null; sleep 60 & echo $!; wait"
    shell = subprocess.Popen(["sh", "-c", line], stdout=subprocess.PIPE, text=True)
    assert shell.stdout is not None
    pid = int(shell.stdout.readline())
    yield pid
    os.kill(pid, 15)
    shell.wait()
    shell.stdout.close()


def test_this_process(context):
    facts = process.describe(context, os.getpid())
    assert facts["pid"] == os.getpid()
    assert (facts["uid"], facts["gid"]) == (os.geteuid(), os.getegid())
    assert facts["user"] == pwd.getpwuid(os.geteuid()).pw_name
    assert facts["exe"] == os.path.realpath(sys.executable)
    assert facts["exe_replaced"] is False
    assert 0 < facts["age"] < 3600
    assert facts["started"] == pytest.approx(time.time() - facts["age"], abs=1)


def test_a_start_is_dated_to_a_hundredth(context):
    before = time.time()
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        started = process.describe(context, sleeper.pid)["started"]
        after = time.time()
        sleeper.kill()
    assert before - 0.03 <= started <= after + 0.03


def test_core_files(context):
    limits = (
        "import resource, time; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", limits], stdout=subprocess.PIPE) as limited:
        assert limited.stdout is not None
        limited.stdout.readline()
        assert process.core_limit(context, limited.pid) == {"soft": 0, "hard": 0, "disabled": True}
        limited.kill()
    assert process.core_limit(context, 2**22 + 1) is None


def test_account(context):
    facts = process.account(context, os.getpid())
    assert facts is not None
    assert facts["name"] == pwd.getpwuid(os.geteuid()).pw_name
    assert facts["unprivileged"] is False or os.geteuid() != 0
    assert process.account(context, 2**22 + 1) is None


@pytest.mark.parametrize(
    ("status", "unprivileged"),
    [
        ("Uid:\t999\t999\t999\t999\nGid:\t996\t996\t996\t996\nGroups:\t996 \n", True),
        ("Uid:\t999\t999\t999\t999\nGid:\t996\t996\t996\t996\nGroups:\t\n", True),
        # root under another name: real, saved, or by group
        ("Uid:\t0\t999\t999\t999\nGid:\t996\t996\t996\t996\nGroups:\t\n", False),
        ("Uid:\t999\t999\t0\t999\nGid:\t996\t996\t996\t996\nGroups:\t\n", False),
        ("Uid:\t999\t999\t999\t999\nGid:\t0\t0\t0\t0\nGroups:\t\n", False),
        ("Uid:\t999\t999\t999\t999\nGid:\t996\t996\t996\t996\nGroups:\t996 {disk}\n", False),
    ],
)
def test_privileges(context, monkeypatch, status, unprivileged):
    text = status.format(disk=grp.getgrnam("disk").gr_gid)
    monkeypatch.setattr(context, "read", lambda pid, name: text)
    facts = process.account(context, 1)
    assert facts is not None
    assert facts["unprivileged"] is unprivileged


def test_secrets_on_command_lines_above(context, child):
    assert child in process.ancestors(context, child)
    assert os.getpid() in process.ancestors(context, child)
    assert process.hides(context, child, {PLANTED}) is False
    assert process.hides(context, child, {"another-secret-1"}) is True
    # too short to be told from ordinary words
    assert process.hides(context, child, {"sleep"}) is True


def test_a_process_is_no_server_by_its_name(tmp_path, context):
    """A program called minio with the argument "server" that is not MinIO."""
    script = tmp_path / "minio"
    script.symlink_to(sys.executable)
    with subprocess.Popen(
        [script, "-c", "import time; print(flush=True); time.sleep(60)", "server"], stdout=-1
    ) as fake:
        assert fake.stdout is not None
        fake.stdout.readline()
        process.find_servers(context)
        assert fake.pid != context.minio_pid
        assert str(fake.pid) not in context.unclear.get("minio", "")
        fake.kill()


def test_a_wrong_choice_is_a_sentence():
    context = Context(params={"pid": os.getpid()})
    process.find_servers(context)
    with pytest.raises(HardeningError, match=f"process {os.getpid()} is no minio server"):
        process.pid_of(context, "minio")
