# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives, sockets and the restart of a server."""

from __future__ import annotations

import os
import socket
import time

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import command, environment, listeners, minio

from tests import returned


def test_drives_are_told_by_what_is_in_them(tmp_path):
    for name in ("d1", "d2", "d3"):
        (tmp_path / name / ".minio.sys").mkdir(parents=True)
    (tmp_path / "d4").mkdir()
    expected = [str(tmp_path / name) for name in ("d1", "d2", "d3")]
    assert minio.drives([f"{tmp_path}/d{{1...5}}"]) == expected
    assert minio.drives([f"https://m{{1...4}}.example.net:9000{tmp_path}/d{{1...4}}/"]) == expected
    assert minio.drives([f"https://[fd00::1]:9000{tmp_path}/d1", str(tmp_path / "d2")]) == expected[:2]


@pytest.mark.parametrize(
    ("words", "privileged"),
    [
        ("--address :9000", False),
        ("--address :443", True),
        ("--console-address=:1023", True),
        ("--address :1024 --console-address :9090", False),
        ("--ftp address=:21", True),
        ("--ftp=address=:8021 --ftp=passive-port-range=1000-1100", True),
        ("--ftp=address=:8021 --ftp=passive-port-range=30000-40000", False),
        ("--sftp=address=:22", True),
        ("--address :0", None),
        ("--address :0 --sftp=address=:22", True),
    ],
)
def test_ports_that_take_a_capability(words, privileged):
    told = command.describe(["minio", "server", *words.split(), "/data"], environment.Effective(values={}), "/")
    assert minio.privileged(told) is privileged


def test_sockets_of_this_process():
    with socket.create_server(("127.0.0.1", 0)) as told, socket.create_server(("127.0.0.1", 0)) as other:
        ports = [told.getsockname()[1], other.getsockname()[1]]
        found = listeners.describe(os.getpid(), {ports[0]: "api"})
        assert found is not None
        assert {entry["port"]: entry["purpose"] for entry in found if entry["port"] in ports} == {
            ports[0]: "api",
            ports[1]: None,
        }
        assert {entry["address"] for entry in found if entry["port"] in ports} == {"127.0.0.1"}
        passive = listeners.describe(os.getpid(), {}, f"{ports[1]}-{ports[1]}")
        assert {entry["purpose"] for entry in passive or [] if entry["port"] == ports[1]} == {"ftp"}


def test_sockets_that_cannot_be_told():
    assert listeners.describe(2**22 + 1, {}) is None


@pytest.mark.parametrize(("age", "kind"), [(-60, "rolling"), (60, "together")])
def test_a_file_that_the_server_reads_itself_needs_all_nodes_at_once(tmp_path, monkeypatch, age, kind):
    config = tmp_path / "config.env"
    config.touch()
    monkeypatch.setattr(minio.plan, "decide", lambda _unit: ("rolling", ["its CAs are newer"], {}))
    found = environment.Effective(values={}, files=[(str(config), environment.CONFIG_FILE, [])])
    restart = minio.restart({"Id": "minio.service"}, found, time.time() - age)
    assert restart is not None
    assert (restart["kind"], restart["up_to_date"]) == (kind, False)
    assert (f"{config} is newer than the running server" in restart["reasons"]) is (kind == "together")
    documentation = returned.documentation("minio_node_info")
    assert list(documentation.problems("restart", documentation.value("evidence.minio.restart"), restart)) == []
