# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Distinguished names (RFC 4514), compared as a directory does: whatever their case, spaces and escapes."""

from __future__ import annotations

import re
import typing as t

from .._errors import InputError

TYPE = re.compile(r"[A-Za-z][A-Za-z0-9-]*|[0-9]+(\.[0-9]+)+")
SPECIAL = '"+,;<>\\'
ESCAPED = re.compile(r"\\([0-9A-Fa-f]{2})|\\(.)", re.DOTALL)
# what begins a further part of a name that the server has written without its escapes
PART = re.compile(r",(?=\s*(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+)\s*=)")

Part = t.Tuple[t.Tuple[str, str], ...]
"""One relative name: pairs of type and value."""
Name = t.Tuple[Part, ...]


def _split(text: str, separators: str) -> t.Iterator[str]:
    """Split at separators that are not escaped."""
    start, position = 0, 0
    while position < len(text):
        if text[position] == "\\":
            position += 1
        elif text[position] in separators:
            yield text[start:position]
            start = position + 1
        position += 1
    yield text[start:]


def _unescaped(text: str) -> str:
    """Return a value as it is meant; raises InputError for an escape that is none."""
    raw, position = bytearray(), 0
    while position < len(text):
        if text[position] != "\\":
            raw += text[position].encode()
            position += 1
            continue
        found = ESCAPED.match(text, position)
        if found is None or (found[2] is not None and found[2] not in SPECIAL + " #="):
            raise InputError(
                "a backslash stands before one of " + SPECIAL + "#= and space, or before two hexadecimal digits"
            )
        raw += bytes.fromhex(found[1]) if found[1] else found[2].encode()
        position = found.end()
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise InputError("what it escapes is not UTF-8") from None


def _value(text: str) -> str:
    stripped = text.lstrip()
    ended = stripped.rstrip()
    if ended.endswith("\\") and len(ended) < len(stripped):
        # the space is escaped
        ended += " "
    if any(character in '"<>' for piece in [ESCAPED.sub("", ended)] for character in piece):
        raise InputError('the characters " < > need a backslash before them')
    return _unescaped(ended)


def parse(text: str) -> Name:
    """Return the parts of a name; raises InputError with the reason where it is none."""
    if not text.strip():
        raise InputError("it is empty")
    parts: t.List[Part] = []
    for part in _split(text, ",;"):
        pairs = []
        for pair in _split(part, "+"):
            kind, equals, value = pair.partition("=")
            kind = kind.strip()
            if not equals or not TYPE.fullmatch(kind):
                raise InputError(f"{pair.strip()!r} is no part of a name such as ou=people")
            if not value.strip():
                raise InputError(f"{kind} has no value")
            pairs.append((kind.lower(), _value(value)))
        parts.append(tuple(sorted(pairs)))
    return tuple(parts)


def _escape(value: str) -> str:
    text = "".join("\\" + character if character in SPECIAL else character for character in value)
    text = "".join(
        character if character.isprintable() else "".join(f"\\{byte:02x}" for byte in character.encode())
        for character in text
    )
    if text[:1] in ("#", " "):
        text = "\\" + text
    if text.endswith(" ") and len(value) > 1:
        text = text[:-1] + "\\ "
    return text


def write(name: Name) -> str:
    """Return a name as text."""
    return ",".join("+".join(f"{kind}={_escape(value)}" for kind, value in part) for part in name)


def key(name: Name) -> Name:
    """Return what is the same for names that mean the same entry."""
    return tuple(tuple((kind, " ".join(value.split()).casefold()) for kind, value in part) for part in name)


def is_under(name: Name, base: Name) -> bool:
    """Return whether a name is that of *base* or of something below it."""
    found, above = key(name), key(base)
    return len(found) >= len(above) and found[len(found) - len(above) :] == above


def from_server(text: str) -> Name:
    """Return the parts of a name as MinIO lists it: without its escapes, so that a comma in a value looks like one between parts."""
    pairs = [piece.partition("=") for piece in PART.split(text)]
    return tuple(((kind.strip().lower(), value.strip()),) for kind, _equals, value in pairs)
