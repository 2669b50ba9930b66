# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The basic encoding rules (X.690) as far as LDAP uses them (RFC 4511, section 5.1)."""

from __future__ import annotations

import typing as t

from .._errors import ServerError

BOOLEAN, INTEGER, OCTETS, ENUMERATED, SEQUENCE, SET = 0x01, 0x02, 0x04, 0x0A, 0x30, 0x31

Element = t.Tuple[int, bytes]
"""Tag and content."""


def element(tag: int, *contents: bytes) -> bytes:
    """Encode one element."""
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def octets(text: str, tag: int = OCTETS) -> bytes:
    """Encode a text."""
    return element(tag, text.encode())


def integer(number: int, tag: int = INTEGER) -> bytes:
    """Encode a number that is not negative."""
    return element(tag, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def boolean(value: bool) -> bytes:
    """Encode a truth value."""
    return element(BOOLEAN, b"\xff" if value else b"\x00")


def number(content: bytes) -> int:
    """Decode the content of a number."""
    return int.from_bytes(content, "big", signed=True)


def header(data: bytes) -> t.Optional[t.Tuple[int, int, int]]:
    """Return tag, start of the content and its end; None if too little is there to tell."""
    if len(data) < 2:
        return None
    size, start = data[1], 2
    if size & 0x80:
        start += size & 0x7F
        if len(data) < start:
            return None
        size = int.from_bytes(data[2:start], "big")
    return data[0], start, start + size


def elements(data: bytes) -> t.Iterator[Element]:
    """Decode what a sequence holds; raises ServerError for what is no BER."""
    while data:
        found = header(data)
        if found is None or len(data) < found[2]:
            raise ServerError("the answer is not LDAP")
        tag, start, end = found
        yield tag, data[start:end]
        data = data[end:]
