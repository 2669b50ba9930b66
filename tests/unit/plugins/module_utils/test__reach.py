# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who takes a connection, and who does not."""

from __future__ import annotations

import socket

from ansible_collections.hardening.minio.plugins.module_utils import _reach, _sockets


def test_who_answers():
    with socket.create_server(("127.0.0.1", 0)) as four, socket.create_server(
        ("::1", 0), family=socket.AF_INET6
    ) as six:
        endpoints = [
            f"127.0.0.1:{four.getsockname()[1]}",
            f"127.0.0.1:{_sockets.free_ports('127.0.0.1', 1)[0]}",
            f"[::1]:{six.getsockname()[1]}",
            "no-such-host.invalid",
        ]
        assert _reach.answering(endpoints) == [True, False, True, False]


def test_nobody_to_reach():
    assert _reach.answering([]) == []
