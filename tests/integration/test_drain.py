# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kernel closes the connections of clients, and leaves those of the peers."""

from __future__ import annotations

import socket
import time

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._restart import drain

CLIENT, PEER = "127.0.0.1", "127.0.0.2"


@pytest.fixture
def connections():
    """Return the port of a listener, and the connections of a client and of a peer to it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        opened = {name: socket.create_connection(address, source_address=(name, 0)) for name in (CLIENT, PEER)}
        accepted = [listener.accept()[0] for _name in opened]
        yield address[1], opened
        for connection in [*opened.values(), *accepted]:
            connection.close()


def closed(connection):
    """Tell whether a connection that nobody writes to has ended."""
    connection.settimeout(0.2)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def test_clients_are_sent_away_and_peers_stay(connections):
    port, opened = connections
    drain.Clients(port, [PEER]).send_away(0.1)
    assert {name: closed(one) for name, one in opened.items()} == {CLIENT: True, PEER: False}


@pytest.mark.parametrize("peers", [[], [PEER, "nobody.invalid"]])
def test_nobody_is_sent_away_where_peers_are_not_known(connections, peers):
    port, opened = connections
    drain.Clients(port, peers).send_away(0.1)
    assert not any(closed(one) for one in opened.values())


def test_it_ends_with_what_it_waits_for():
    began = time.monotonic()
    drain.Clients(1, [PEER]).send_away(60, lambda: time.monotonic() - began < 0.1)
    assert time.monotonic() - began < 10
