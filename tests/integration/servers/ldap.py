# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A directory on loopback as far as MinIO asks one at its start, over TLS: every bind succeeds, every base is there."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import typing as t

from tests.integration.servers.authority import Authority

BIND, BIND_DONE, UNBIND = 0x60, 0x61, 0x42
SEARCH, SEARCH_ENTRY, SEARCH_DONE = 0x63, 0x64, 0x65
SEQUENCE, OCTETS = 0x30, 0x04
SUCCESS = bytes([0x0A, 1, 0, OCTETS, 0, OCTETS, 0])


def _element(tag: int, content: bytes) -> bytes:
    """Encode one BER element of less than 256 bytes."""
    length = bytes([len(content)]) if len(content) < 128 else bytes([0x81, len(content)])
    return bytes([tag]) + length + content


def _split(data: bytes) -> tuple[int, bytes, bytes]:
    """Return tag and content of the first BER element and what follows it; IndexError if it is not whole."""
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    if len(data) < start + length:
        raise IndexError
    return data[0], data[start : start + length], data[start + length :]


def _answers(message: bytes) -> t.Iterator[bytes]:
    _tag, number, rest = _split(message)
    identifier = _element(0x02, number)
    operation, content, _controls = _split(rest)
    if operation == BIND:
        yield _element(SEQUENCE, identifier + _element(BIND_DONE, SUCCESS))
    if operation == SEARCH:
        _octets, base, _more = _split(content)
        entry = _element(SEARCH_ENTRY, _element(OCTETS, base) + _element(SEQUENCE, b""))
        yield _element(SEQUENCE, identifier + entry)
        yield _element(SEQUENCE, identifier + _element(SEARCH_DONE, SUCCESS))


class Directory:
    """Answers until it is closed."""

    def __init__(self, authority: Authority) -> None:
        """Listen and answer in threads."""
        pair = authority.issue("ldap")
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(pair.certificate, pair.key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                connection, _peer = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), self._context.wrap_socket(plain, server_side=True) as connection:
            data = b""
            while chunk := connection.recv(65536):
                data += chunk
                with contextlib.suppress(IndexError):
                    while data:
                        _tag, message, data = _split(data)
                        for answer in _answers(message):
                            connection.sendall(answer)

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()
