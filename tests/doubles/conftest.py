# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The doubles of key management systems, for the vendors' own clients; each test finds the account as it was at first."""

from __future__ import annotations

import socket
import typing as t

import pytest

from tests.integration.servers.authority import Authority
from tests.integration.servers.doubles import DOUBLES
from tests.integration.servers.doubles.base import Double


@pytest.fixture(scope="module")
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Double]:
    """Start the double that the module names as SERVICE."""
    directory = tmp_path_factory.mktemp("double")
    double = DOUBLES[request.module.SERVICE](directory, Authority(directory / "authority"))
    double.start()
    yield double
    double.close()


@pytest.fixture
def double(running: Double, monkeypatch: pytest.MonkeyPatch) -> Double:
    """Return the double; this process finds the names of the real service at its address."""
    running.restore()
    look_up = socket.getaddrinfo

    def find(host: t.Any, *more: t.Any, **named: t.Any) -> t.Any:
        return look_up(running.hosts.get(host, host), *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", find)
    return running
