# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A node goes down only if the others can do without it; a single one only if it will come back."""

from __future__ import annotations

import http.server
import ssl
import threading
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _volumes
from ansible_collections.hardening.minio.plugins.module_utils._restart import health

GOOD = {health.READY: 200, health.CLUSTER: 200, health.MAINTENANCE: 200}


class Routes(t.NamedTuple):
    """A server of health routes on loopback, and what it answers by path."""

    endpoint: _volumes.Endpoint
    answers: dict[str, int]


@pytest.fixture
def serve() -> t.Iterator[t.Callable[..., Routes]]:
    """Return a function that starts a server of health routes."""
    servers = []

    def start(**changes: int) -> Routes:
        answers = {**GOOD, **{getattr(health, name.upper()): status for name, status in changes.items()}}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(answers[self.path])
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments: t.Any) -> None:
                """Keep the test's output clean."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return Routes(("http", "127.0.0.1", server.server_port), answers)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def ask(own: Routes, *others: Routes) -> t.Optional[str]:
    return health.may_go_down(own.endpoint, [node.endpoint for node in others], ssl.create_default_context())


def test_node_of_a_healthy_cluster(serve):
    assert ask(serve(), serve(), serve()) is None


def test_node_that_its_peers_need(serve):
    assert "cannot spare another node" in str(ask(serve(), serve(), serve(maintenance=412)))


def test_node_whose_peer_is_down(serve):
    assert "does not serve (status 503)" in str(ask(serve(), serve(maintenance=503)))


def test_node_that_does_not_reach_its_key_management(serve):
    assert "key management system" in str(ask(serve(ready=503), serve()))


def test_single_node_answers_412_and_goes_down(serve):
    assert ask(serve(maintenance=412)) is None


@pytest.mark.parametrize(
    ("changes", "part"), [({"ready": 503}, "key management"), ({"cluster": 503}, "does not serve")]
)
def test_single_node_that_may_not_come_back(serve, changes, part):
    assert part in str(ask(serve(**changes)))
