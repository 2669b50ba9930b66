# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listening sockets, on real ones."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from ansible_collections.hardening.minio.plugins.module_utils._evidence import listeners

LISTEN = """
import socket
one = socket.create_server(("127.0.0.1", 0))
print(one.getsockname()[1], flush=True)
input()
"""


def test_a_port_that_the_process_was_not_told_to_use_has_no_purpose():
    with socket.create_server(("127.0.0.1", 0)) as told, socket.create_server(("127.0.0.1", 0)) as untold:
        known, unknown = told.getsockname()[1], untold.getsockname()[1]
        found = {one["port"]: one["purpose"] for one in listeners.describe(os.getpid(), {known: "api"})}
    assert found[known] == "api"
    assert found[unknown] is None


def test_a_port_in_the_range_for_ftp_data_is_ftp():
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
        found = {entry["port"]: entry["purpose"] for entry in listeners.describe(os.getpid(), {}, f"{port}-{port}")}
    assert found[port] == "ftp"


def test_sockets_of_a_server_beside_it_have_no_purpose():
    with subprocess.Popen([sys.executable, "-c", LISTEN], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        port = int(other.stdout.readline())
        found = listeners.describe(os.getpid(), {port: "api"}, None, [other.pid])
        other.stdin.close()
    assert {"address": "127.0.0.1", "port": port, "purpose": None} in found
