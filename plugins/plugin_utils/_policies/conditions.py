# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Conditions of a statement: operators, keys and values, as the server takes them."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import re
import typing as t

from . import known

QUALIFIERS = ("ForAllValues", "ForAnyValue")
QUALIFIED = ("string", "binary")
ONLY_KEYS = {"address": "aws:SourceIp", "bool": "aws:SecureTransport"}
"""The key that the server takes with an operator, and no other."""
BOOLEANS = ("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{1,61}[A-Za-z0-9]")
CHOICES = {
    "s3:x-amz-server-side-encryption-customer-algorithm": ("AES256",),
    "s3:x-amz-server-side-encryption": ("AES256", "aws:kms"),
    "s3:x-amz-metadata-directive": ("COPY", "REPLACE"),
}


def _is_network(value: str) -> bool:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_number(value: str) -> bool:
    # as the server writes it back, so that it compares equal
    return re.fullmatch(r"0|-?[1-9]\d{0,17}", value) is not None


def _is_moment(value: str) -> bool:
    if not MOMENT.fullmatch(value):
        return False
    try:
        datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        return False
    return True


FORMS: dict[str, tuple[t.Callable[[str], bool], str]] = {
    "address": (_is_network, "an address or a network, such as 192.0.2.0/24"),
    "bool": (lambda value: value in BOOLEANS, "true or false"),
    # the server writes it back as true or false
    "null": (lambda value: value in ("true", "false"), "true or false"),
    "number": (_is_number, "a whole number"),
    "date": (_is_moment, "a moment such as 2030-01-31T00:00:00Z"),
    "binary": (_is_base64, "text in base64"),
}
SINGLE = ("bool", "null", "number", "date")
"""Operators that take one value."""


def _text_problem(key: str, operator: str, value: str) -> str:
    """Return what a value of text has to be besides text; empty if nothing is wrong."""
    if key == "s3:x-amz-copy-source":
        bucket, _slash, name = value[value.startswith("/") :].partition("/")
        return "" if name and BUCKET.fullmatch(bucket) else "bucket and object, such as app/report.csv"
    if operator.endswith("Like"):
        return ""
    if key == "s3:x-amz-content-sha256" and not value:
        return "a checksum"
    if key in CHOICES and value not in CHOICES[key]:
        return " or ".join(CHOICES[key])
    return ""


def _value_problems(key: str, operator: str, form: str, values: list[str], where: str) -> t.Iterator[str]:
    if not values:
        yield f"{where} is empty: give at least one value"
    if form in SINGLE and len(values) > 1:
        yield f"{where} is {', '.join(values)}: {operator} takes one value"
    for value in values:
        if form in FORMS and not FORMS[form][0](value):
            yield f"{where} is {value!r}: it has to be {FORMS[form][1]}"
        elif form == "string" and _text_problem(key, operator, value):
            yield f"{where} is {value!r}: it has to be {_text_problem(key, operator, value)}"


def _keys_of(action: str, kind: str, flavour: str | None) -> set[str]:
    """Return the condition keys that the server takes with an action."""
    keys = {key for key, kinds in known.load()["condition_keys"].items() if kind == "kms" or kind in kinds}
    if kind == "s3":
        if known.matches(action, "s3:*"):
            return set(known.load()["condition_keys"])
        for name in known.matched(action, kind, flavour):
            keys.update(known.actions(kind)[name].get("keys", ()))
    return keys


def _key_problems(key: str, actions: t.Sequence[str], kind: str, flavour: str | None, where: str) -> t.Iterator[str]:
    name = key.partition("/")[0]
    every = known.load()["condition_keys"]
    if name not in every:
        yield f"{where} has the condition key {key!r}, which is not known{known.nearest(name, every)}"
        return
    for action in actions:
        if name not in _keys_of(action, kind, flavour):
            yield f"{where} has the condition key {key!r}, which {action} does not take"


def problems(
    condition: t.Mapping[str, t.Mapping[str, list[str]]],
    actions: t.Sequence[str],
    kind: str,
    flavour: str | None,
    where: str,
) -> t.Iterator[str]:
    """Yield one sentence for everything that is wrong with the conditions of a statement in canonical form.

    *actions* are those of the statement, none for one with NotAction; *kind* is theirs.
    """
    operators = known.load()["operators"]
    for written, keys in condition.items():
        qualifier, colon, operator = written.rpartition(":")
        place = f"{where}.{written}"
        if operator not in operators or (colon and qualifier not in QUALIFIERS):
            yield f"{where} has the operator {written!r}, which is not known{known.nearest(operator, operators)}"
            continue
        form = operators[operator]
        if colon and form not in QUALIFIED:
            yield f"{where} has {written!r}: the server ignores {qualifier} before {operator}, write {operator} alone"
        if not keys:
            yield f"{place} is empty: name a condition key"
        for key, values in keys.items():
            yield from _key_problems(key, actions, kind, flavour, place)
            if key != ONLY_KEYS.get(form, key):
                yield f"{place} has the condition key {key!r}: {operator} takes {ONLY_KEYS[form]} only"
            yield from _value_problems(key.partition("/")[0], operator, form, values, f"{place}.{key}")
