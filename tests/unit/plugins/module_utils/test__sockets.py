# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses of hosts."""

from __future__ import annotations

from ansible_collections.hardening.minio.plugins.module_utils import _sockets


def test_names_are_resolved_and_unknown_ones_left_out():
    assert "127.0.0.1" in _sockets.resolve(["localhost", "no-such-host.invalid"])
    assert _sockets.resolve(["no-such-host.invalid"]) == []


def test_addresses_stay_as_they_are():
    assert _sockets.resolve(["192.0.2.7", "2001:db8::7"]) == ["192.0.2.7", "2001:db8::7"]


def test_nothing_to_resolve():
    assert _sockets.resolve([]) == []
