# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts of this host."""

from __future__ import annotations

import socket
import subprocess
import time

from ansible_collections.hardening.minio.plugins.module_utils._evidence import host
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context


def test_everything():
    facts = host.collect(Context(params={}))
    assert facts is not None
    assert facts["name"] == socket.gethostname()
    assert abs(facts["clock"]["time"] - time.time()) < 10
    assert facts["clock"]["synchronized"] in ((None,) if facts["container"] else (True, False))


def test_the_kernel_says_whether_its_clock_is_set():
    assert host.synchronised() in (True, False)


def test_a_time_service_is_told_by_its_process(tmp_path):
    program = tmp_path / "chronyd"
    program.write_bytes(open("/bin/sleep", "rb").read())
    program.chmod(0o755)
    before = host.time_service()
    with subprocess.Popen([program, "60"]) as service:
        deadline = time.monotonic() + 5
        while host.time_service() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert host.time_service() == (before or "chronyd")
        service.kill()
