# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""A connection to a directory (RFC 4511): StartTLS, simple bind and search, always verified and never in clear."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import typing as t

from .._errors import ServerError
from . import ber, filters

BIND, BIND_DONE, UNBIND = 0x60, 0x61, 0x42
SEARCH, ENTRY, SEARCH_DONE, REFERENCE = 0x63, 0x64, 0x65, 0x73
EXTENDED, EXTENDED_DONE = 0x77, 0x78
SIMPLE, REQUEST_NAME = 0x80, 0x80
START_TLS = "1.3.6.1.4.1.1466.20037"
BASE, SUBTREE = 0, 2
NO_ATTRIBUTES = "1.1"
EVERYTHING = "(objectClass=*)"
# bytes; no answer that anybody waits for here is longer
LIMIT = 1 << 24

REFUSED, INVALID_NAME, NO_SUCH_OBJECT = 49, 34, 32
CODES = {
    1: "operations error",
    2: "protocol error",
    7: "method not supported",
    8: "stronger authentication required",
    10: "referral to another directory",
    13: "confidentiality required",
    NO_SUCH_OBJECT: "no such object",
    INVALID_NAME: "invalid name",
    48: "inappropriate authentication",
    REFUSED: "invalid credentials",
    50: "insufficient rights",
    51: "busy",
    52: "unavailable",
    53: "unwilling to perform",
}
# what Active Directory means by invalid credentials
ACTIVE_DIRECTORY = {
    "525": "no such account",
    "52e": "wrong password",
    "530": "not at this time",
    "531": "not from this host",
    "532": "the password has expired",
    "533": "the account is disabled",
    "701": "the account has expired",
    "773": "the password has to be changed first",
    "775": "the account is locked",
}

Found = t.Tuple[str, t.Dict[str, t.List[str]]]
"""Name and attributes of an entry."""


class ResultError(ServerError):
    """The directory answered a request with an error."""

    def __init__(self, code: int, diagnostic: str) -> None:
        """Keep the result code; the diagnostic is the directory's own and only looked at."""
        detail = re.search(r"\bdata ([0-9a-f]{3})\b", diagnostic)
        meaning = ACTIVE_DIRECTORY.get(detail[1]) if detail else None
        super().__init__(f"error {code}, {CODES.get(code, 'see RFC 4511')}{f': {meaning}' if meaning else ''}")
        self.code = code


class Connection:
    """One connection. What goes wrong with the network, or with TLS, is an OSError as Python raises it."""

    def __init__(
        self, host: str, port: int, tls: ssl.SSLContext, starttls: bool, timeout: float, name: str = ""
    ) -> None:
        """Connect and speak TLS, from the beginning or after StartTLS; *name* is the one that the certificate needs."""
        self._number = 0
        self._data = b""
        self._socket: socket.socket = socket.create_connection((host, port), timeout)
        try:
            if starttls:
                self._start_tls()
            self._socket = tls.wrap_socket(self._socket, server_hostname=name or host)
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> Connection:
        """Use it."""
        return self

    def __exit__(self, *_reason: object) -> None:
        """Say goodbye."""
        with contextlib.suppress(OSError):
            self._send(ber.element(UNBIND))
        self._socket.close()

    @property
    def tls(self) -> str:
        """Version of TLS in use."""
        return str(t.cast(ssl.SSLSocket, self._socket).version())

    def bind(self, name: str, password: str) -> None:
        """Log in; raises ResultError."""
        self._send(ber.element(BIND, ber.integer(3), ber.octets(name), ber.octets(password, SIMPLE)))
        self._done(BIND_DONE)

    def search(
        self, base: str, scope: int, filter_: str = EVERYTHING, attributes: t.Sequence[str] = (NO_ATTRIBUTES,)
    ) -> t.List[Found]:
        """Return the entries that a filter finds; raises ResultError."""
        self._send(
            ber.element(
                SEARCH,
                ber.octets(base),
                ber.integer(scope, ber.ENUMERATED),
                ber.integer(0, ber.ENUMERATED),  # aliases are not followed
                ber.integer(0),  # no limit of entries
                ber.integer(0),  # nor of time, but the connection's own
                ber.boolean(False),  # values as well as types
                filters.encode(filter_),
                ber.element(ber.SEQUENCE, *map(ber.octets, attributes)),
            )
        )
        found = []
        while True:
            tag, content = self._receive()
            if tag == ENTRY:
                found.append(_entry(content))
            elif tag == SEARCH_DONE:
                _check(content)
                return found
            elif tag != REFERENCE:
                raise ServerError("the answer is not one to a search")

    def find(self, name: str) -> t.Optional[str]:
        """Return the name of an entry as the directory writes it, None if there is no such entry."""
        try:
            found = self.search(name, BASE)
        except ResultError as error:
            if error.code in (NO_SUCH_OBJECT, INVALID_NAME):
                return None
            raise
        return found[0][0] if found else None

    def _start_tls(self) -> None:
        self._send(ber.element(EXTENDED, ber.octets(START_TLS, REQUEST_NAME)))
        self._done(EXTENDED_DONE)
        if self._data:
            # what came before TLS was in force anybody may have sent
            raise ServerError("the directory sends more than its consent to TLS")

    def _send(self, operation: bytes) -> None:
        self._number += 1
        self._socket.sendall(ber.element(ber.SEQUENCE, ber.integer(self._number), operation))

    def _receive(self) -> ber.Element:
        """Return the next answer to the last request."""
        while True:
            found = ber.header(self._data)
            if found and found[2] > LIMIT:
                raise ServerError("the answer is not LDAP, or too long")
            if found and len(self._data) >= found[2]:
                _tag, start, end = found
                message = list(ber.elements(self._data[start:end]))
                self._data = self._data[end:]
                if len(message) < 2:
                    raise ServerError("the answer is not LDAP")
                if ber.number(message[0][1]) in (0, self._number):
                    return message[1]
                continue
            chunk = self._socket.recv(65536)
            if not chunk:
                raise ConnectionResetError("the directory ended the connection")
            self._data += chunk

    def _done(self, tag: int) -> None:
        answered, content = self._receive()
        if answered not in (tag, EXTENDED_DONE):
            raise ServerError("the answer is not one to this request")
        _check(content)


def _entry(content: bytes) -> Found:
    (_tag, name), (_also, listed) = list(ber.elements(content))[:2]
    attributes = {}
    for _sequence, attribute in ber.elements(listed):
        (_octets, kind), (_set, values) = list(ber.elements(attribute))[:2]
        attributes[kind.decode(errors="replace")] = [
            value.decode(errors="replace") for _one, value in ber.elements(values)
        ]
    return name.decode(errors="replace"), attributes


def _check(content: bytes) -> None:
    """Raise ResultError unless a result is success."""
    result = list(ber.elements(content))
    if len(result) < 3:
        raise ServerError("the answer is not LDAP")
    code = ber.number(result[0][1])
    if code:
        raise ResultError(code, result[2][1].decode(errors="replace"))
