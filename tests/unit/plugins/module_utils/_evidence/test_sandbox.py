# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the kernel's own account of a process says about its sandbox."""

from __future__ import annotations

import os
import stat

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import sandbox
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

MOUNTS = r"""22 1 0:20 / / ro,relatime shared:1 - overlay overlay rw,lowerdir=/l
23 22 0:21 / /proc rw,nosuid - proc proc rw
24 23 0:21 /sys /proc/sys ro,nosuid - proc proc rw
25 22 0:22 /systemd/inaccessible/dir /home ro,nosuid - tmpfs tmpfs rw,mode=755
26 22 8:1 / /data\040one rw,relatime - xfs /dev/sda1 rw
27 26 8:2 / /data\040one/deep ro,relatime - xfs /dev/sdb1 rw
28 22 8:3 / /srv rw,relatime - xfs /dev/sdc1 ro
29 22 8:4 / /mnt rw,relatime - xfs /dev/sdd1 rw
30 29 8:5 / /mnt ro,relatime - xfs /dev/sde1 rw
"""


def test_mounts():
    mounts = sandbox.parse_mounts(MOUNTS)
    read_only = {
        "/": True,
        "/usr/bin": True,
        "/proc": False,
        "/proc/sys/kernel": True,
        "/data one": False,
        "/data one/deep/er": True,
        "/data one/deeper": False,
        "/srv": True,
        "/mnt": True,
    }
    assert {path: sandbox.read_only(mounts, path) for path in read_only} == read_only
    assert sandbox.read_only([], "/") is None


def test_hidden_home():
    mounts = sandbox.parse_mounts(MOUNTS)
    assert sandbox.home_state(mounts, "/home") == "hidden"
    assert sandbox.home_state(mounts, "/no/such/home") == "absent"
    assert sandbox.home_state(mounts, "/usr") == "read-only"
    assert sandbox.home_state(mounts, "/proc") == "open"


def test_capabilities():
    assert sandbox.capabilities("0000000000000000") == []
    assert sandbox.capabilities("0000000000004000") == ["CAP_IPC_LOCK"]
    assert sandbox.capabilities("0000000000200001") == ["CAP_CHOWN", "CAP_SYS_ADMIN"]
    assert len(sandbox.capabilities("000001ffffffffff") or []) == 41
    assert sandbox.capabilities("0000080000000000") == ["CAP_43"]
    assert sandbox.capabilities(None) is None


BIND = "CAP_NET_BIND_SERVICE"


@pytest.mark.parametrize(
    ("effective", "bounding", "taken", "unclear", "excess"),
    [
        ([], [], [], [], []),
        ([], [], [], [BIND], []),
        ([BIND], [BIND], [BIND], [], []),
        ([], [BIND], [], [], [BIND]),
        ([], [BIND], [], [BIND], None),
        ([], ["CAP_CHOWN", BIND], [BIND], [], ["CAP_CHOWN"]),
        ([], ["CAP_CHOWN", BIND], [], [BIND], ["CAP_CHOWN"]),
        (["CAP_CHOWN"], ["CAP_CHOWN"], [], [], ["CAP_CHOWN"]),
        (None, [], [BIND], [], None),
        ([], None, [], [], None),
    ],
)
def test_capabilities_beyond_what_the_server_takes(effective, bounding, taken, unclear, excess):
    assert sandbox.excess({"effective": effective, "bounding": bounding}, taken, unclear) == excess


def test_this_process_has_no_sandbox():
    context = Context(params={})
    facts = sandbox.describe(context, os.getpid())
    assert facts["private_tmp"] is not True or os.stat("/tmp").st_ino != os.stat("/proc/1/root/tmp").st_ino
    assert facts["no_new_privileges"] is (context.status(os.getpid())["NoNewPrivs"] == "1")
    assert stat.S_ISDIR(os.stat("/home").st_mode) and facts["homes"]["home"] in ("open", "read-only", "hidden", "empty")


def test_a_process_that_is_gone_is_unknown_throughout():
    facts = sandbox.describe(Context(params={}), 2**22 + 1)
    capabilities = facts.pop("capabilities")
    assert set(facts.values()) == {None}
    assert set(capabilities.values()) == {None}
