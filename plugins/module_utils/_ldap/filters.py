# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Search filters: their text (RFC 4515), the placeholders that MinIO replaces, and what goes to the directory (RFC 4511)."""

from __future__ import annotations

import re
import typing as t

from .._errors import InputError
from . import ber

AND, OR, NOT, EQUAL, PARTS, GREATER, LESS, PRESENT, APPROXIMATE, EXTENSIBLE = (
    0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0x87, 0xA8, 0xA9,
)  # fmt: skip
INITIAL, ANY, FINAL = 0x80, 0x81, 0x82
RULE, TYPE, VALUE, WITH_DN = 0x81, 0x82, 0x83, 0x84
LISTS = {"&": AND, "|": OR}
COMPARISONS = {">=": GREATER, "<=": LESS, "~=": APPROXIMATE}
ATTRIBUTE = r"(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)*)(?:;[A-Za-z0-9-]+)*"
ITEM = re.compile(
    rf"(?P<attribute>{ATTRIBUTE})?(?P<dn>:dn)?(?P<rule>:{ATTRIBUTE})?(?P<operator>:=|>=|<=|~=|=)(?P<value>[^()]*)",
    re.DOTALL,
)
ESCAPE = re.compile(r"\\([0-9A-Fa-f]{2})?")
PLACEHOLDER = re.compile(r"%(.?)", re.DOTALL)
# what a value must not hold as it is
SPECIAL = "\\*()\0"


def escape(value: str) -> str:
    """Return a value for a filter, in which nothing of it has a meaning."""
    return "".join(f"\\{ord(character):02x}" if character in SPECIAL else character for character in value)


def placeholders(text: str) -> t.Set[str]:
    """Return the letters behind the percent signs of a filter, such as s and d."""
    return {found[1] for found in PLACEHOLDER.finditer(text)}


def _octets(text: str) -> bytes:
    raw, position = bytearray(), 0
    while position < len(text):
        if text[position] != "\\":
            raw += text[position].encode()
            position += 1
            continue
        found = ESCAPE.match(text, position)
        if not found or not found[1]:
            raise InputError("a backslash stands before two hexadecimal digits")
        raw += bytes.fromhex(found[1])
        position = found.end()
    return bytes(raw)


def _item(text: str) -> bytes:
    found = ITEM.fullmatch(text)
    if not found or not (found["attribute"] or (found["operator"] == ":=" and found["rule"])):
        raise InputError(f"({text}) is no comparison such as (uid=%s)")
    attribute, operator, value = found["attribute"] or "", found["operator"], found["value"]
    if operator == ":=":
        content = [ber.octets(found["rule"][1:], RULE)] if found["rule"] else []
        content += [ber.octets(attribute, TYPE)] if attribute else []
        content.append(ber.element(VALUE, _octets(value)))
        content += [ber.element(WITH_DN, b"\xff")] if found["dn"] else []
        return ber.element(EXTENSIBLE, *content)
    if found["dn"] or found["rule"]:
        raise InputError(f"({text}) names a matching rule and is no comparison with :=")
    if operator != "=":
        return ber.element(COMPARISONS[operator], ber.octets(attribute), ber.element(ber.OCTETS, _octets(value)))
    if value == "*":
        return ber.octets(attribute, PRESENT)
    pieces = [_octets(piece) for piece in value.split("*")]
    if len(pieces) == 1:
        return ber.element(EQUAL, ber.octets(attribute), ber.element(ber.OCTETS, pieces[0]))
    tags = [INITIAL, *[ANY] * (len(pieces) - 2), FINAL]
    parts = [ber.element(tag, piece) for tag, piece in zip(tags, pieces) if piece]
    return ber.element(PARTS, ber.octets(attribute), ber.element(ber.SEQUENCE, *parts))


def _filter(text: str, position: int) -> t.Tuple[bytes, int]:
    """Return the encoded filter that begins at *position*, and where it ends."""
    if text[position : position + 1] != "(":
        raise InputError(
            f"a parenthesis is missing before {text[position:]!r}" if text[position:] else "a parenthesis is not closed"
        )
    position += 1
    sign = text[position : position + 1]
    if sign in LISTS or sign == "!":
        position += 1
        inner: t.List[bytes] = []
        while text[position : position + 1] == "(":
            one, position = _filter(text, position)
            inner.append(one)
        if not inner or (sign == "!" and len(inner) != 1):
            raise InputError(f"({sign} holds {len(inner)} filters: it needs {'one' if sign == '!' else 'one or more'}")
        encoded = ber.element(LISTS.get(sign, NOT), *inner)
    else:
        end = re.compile(r"[()]").search(text, position)
        encoded = _item(text[position : end.start() if end else len(text)])
        position = end.start() if end else len(text)
    if text[position : position + 1] != ")":
        raise InputError(
            "a parenthesis is not closed"
            if position >= len(text)
            else f"a parenthesis is too much at {text[position:]!r}"
        )
    return encoded, position + 1


def encode(text: str) -> bytes:
    """Return a filter as it goes to the directory; raises InputError with the reason where it is none."""
    encoded, end = _filter(text, 0)
    if end != len(text):
        raise InputError(f"{text[end:]!r} is too much at its end")
    return encoded
