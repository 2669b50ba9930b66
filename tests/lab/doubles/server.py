# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all doubles have in common: files of accounts and state, requests and answers, the HTTPS server."""

from __future__ import annotations

import http.server
import json
import os
import pathlib
import socketserver
import ssl
import sys
import threading
import typing as t
import urllib.parse

JSON = t.Any


class Request(t.NamedTuple):
    """One call; *host* comes without port, header names are in lower case."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @classmethod
    def made(cls, method: str, host: str, target: str, headers: dict[str, str], body: bytes) -> Request:
        """Return the request for a target such as /secrets?limit=1."""
        # not urlsplit, which takes the first part of //a/b for a host
        path, _mark, query = target.partition("?")
        return cls(method, host.partition(":")[0], path, dict(urllib.parse.parse_qsl(query)), headers, body)

    def json(self) -> dict[str, JSON]:
        """Return the body as an object; ValueError if it is none."""
        content = json.loads(self.body or b"{}")
        if not isinstance(content, dict):
            raise ValueError("the body is no JSON object")
        return content

    def credential(self, kind: str) -> str | None:
        """Return what stands behind *kind* ("Bearer") in the header Authorization; None without it."""
        found, _blank, value = self.headers.get("authorization", "").partition(" ")
        return value if found == kind else None


class Answer(t.NamedTuple):
    """What is answered: bytes as they are, a str as text, None as nothing, all else as JSON."""

    status: int
    body: JSON = None
    headers: dict[str, str] = {}
    trailers: dict[str, str] | None = None

    def encoded(self) -> tuple[dict[str, str], bytes]:
        """Return headers and content."""
        if isinstance(self.body, bytes):
            return self.headers, self.body
        if isinstance(self.body, str):
            return {"content-type": "text/plain", **self.headers}, self.body.encode()
        if self.body is None:
            return self.headers, b""
        return {"content-type": "application/json", **self.headers}, json.dumps(self.body).encode()


class Files:
    """The two files of a double; without a state file all is forgotten when it ends."""

    def __init__(self, accounts: pathlib.Path, state: pathlib.Path | None) -> None:
        self._accounts, self._state = accounts, state
        self.state: dict[str, JSON] = json.loads(state.read_text()) if state and state.exists() else {}

    @property
    def accounts(self) -> dict[str, JSON]:
        """Who may do what at this moment."""
        return dict(json.loads(self._accounts.read_text()))

    def save(self) -> None:
        """Keep the state, whole or not at all."""
        if self._state is None:
            return
        partial = self._state.with_suffix(".partial")
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump(self.state, stream, indent=1)
        partial.replace(self._state)


class Service:
    """What a double is: answers to requests, one at a time."""

    protocols: tuple[str, ...] = ("http/1.1",)

    def __init__(self, files: Files) -> None:
        """Take over what an earlier run kept."""
        self.files = files

    def answer(self, request: Request) -> Answer:
        """Do what the service does."""
        raise NotImplementedError


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HttpsServer

    def handle(self) -> None:
        """Serve a connection by the protocol that was agreed on."""
        if t.cast(ssl.SSLSocket, self.request).selected_alpn_protocol() == "h2":
            # a library that only the service needs which speaks it
            from . import http2

            http2.serve(self.request, self._answer)
        else:
            super().handle()

    def _answer(self, method: str, host: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        request = Request.made(method, host, target, headers, body)
        answer = self.server.answer(request)
        print(method, request.host, request.path, answer.status, *(answer.trailers or {}).values(), file=sys.stderr)
        return answer

    def _content(self) -> bytes:
        """Return the body, which KES sends chunked to some services."""
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content = b""
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():  # trailers
            pass
        return content

    def _serve(self) -> None:
        # self.path has leading slashes folded; what was asked for counts
        target = self.requestline.split()[1]
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self._answer(self.command, headers.get("host", ""), target, headers, self._content())
        more, content = answer.encoded()
        self.send_response(answer.status)
        for name, value in {**more, "content-length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _serve

    def log_message(self, *_values: object) -> None:
        """Say nothing: _answer has told."""


class HttpsServer(http.server.ThreadingHTTPServer):
    """One service behind TLS; each connection has a thread, which makes its handshake as well."""

    daemon_threads = True

    def __init__(self, service: Service, address: str, port: int, certificate: pathlib.Path, key: pathlib.Path) -> None:
        """Listen; serve_forever() answers."""
        self._service = service
        self._lock = threading.Lock()
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(certificate, key)
        self._context.set_alpn_protocols(service.protocols)
        super().__init__((address, port), _Handler)

    def answer(self, request: Request) -> Answer:
        """Ask the service, which serves one call at a time."""
        with self._lock:
            try:
                return self._service.answer(request)
            except ValueError as error:
                return Answer(400, str(error))

    def server_bind(self) -> None:
        """Bind without looking up the host's own name."""
        socketserver.TCPServer.server_bind(self)

    def finish_request(self, request: t.Any, client_address: t.Any) -> None:
        """Make the handshake in the thread of the connection, so that a silent client keeps nobody waiting."""
        with self._context.wrap_socket(request, server_side=True) as connection:
            super().finish_request(connection, client_address)

    def handle_error(self, request: t.Any, client_address: t.Any) -> None:
        """Tell what went wrong, unless a client went away or refused the certificate."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)
