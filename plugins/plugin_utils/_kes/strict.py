# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Strict checks of settings: KES ignores what it does not know, and keys are lost where it misunderstands."""

from __future__ import annotations

import difflib
import re
import typing as t
import urllib.parse

from ...module_utils._errors import InputError

# as Go parses it
DURATION = re.compile(r"(\d+(\.\d+)?(ns|us|ms|s|m|h))+")
TYPES = {"str": (str, "text"), "dict": (dict, "a dictionary")}
KINDS = {bool: "a boolean", int: "a number", float: "a number", str: "text", dict: "a dictionary", list: "a list"}
PLAYGROUND = "play.min.io"


def _kind(value: t.Any) -> str:
    return next((words for kind, words in KINDS.items() if isinstance(value, kind)), "nothing")


def check_known(settings: t.Any, options: dict[str, dict], name: str) -> None:
    """Check keys and types against options in the form of an argument spec; raises InputError, never with a secret."""
    if not isinstance(settings, dict):
        raise InputError(f"{name} is {_kind(settings)}: it has to be a dictionary")
    for key, value in settings.items():
        if key not in options:
            close = difflib.get_close_matches(str(key), options, 1)
            raise InputError(
                f"{name} has the key {key!r}{f', perhaps misspelt {close[0]!r}' if close else ''}: KES would ignore it, "
                f"known are {', '.join(sorted(options))}"
            )
        if value is not None:
            _check_value(value, options[key], f"{name}.{key}")


def _check_value(value: t.Any, option: dict, name: str) -> None:
    kind, words = TYPES[option["type"]]
    if not isinstance(value, kind):
        raise InputError(
            f"{name} is {_kind(value)}: it has to be {words}{', so put it in quotes' if kind is str else ''}"
        )
    if kind is dict:
        check_known(value, option["options"], name)
    elif option.get("no_log"):
        if not value.strip():
            raise InputError(f"{name} is empty: give the secret, or leave the key out")
    elif "${" in value:
        raise InputError(
            f"{name} is {value!r}: KES would put a variable of its environment there, write the value itself"
        )
    elif option.get("choices") and value not in option["choices"]:
        raise InputError(f"{name} is {value!r}: it has to be one of {', '.join(option['choices'])}")


def check_address(value: str | None, name: str) -> None:
    """Check the address of a key management system; raises InputError."""
    url = urllib.parse.urlsplit(value or "")
    if url.scheme != "https" or not url.hostname:
        raise InputError(f"{name} is {value!r}: give the server's https:// address")
    if url.username or url.password:
        raise InputError(f"{name} holds a user or a password: leave it out, it would stand in the configuration")
    if url.hostname == PLAYGROUND or url.hostname.endswith("." + PLAYGROUND):
        raise InputError(f"{name} is {value}: a public playground loses keys, and with them all data")


def check_duration(value: t.Any, name: str) -> None:
    """Check a duration; raises InputError."""
    if not isinstance(value, str) or not DURATION.fullmatch(value) or not re.search("[1-9]", value):
        raise InputError(f"{name} is {value!r}: give a duration such as 30s or 5m0s, more than none")


def check_pem(value: str | None, kind: str, name: str) -> None:
    """Check that a text is PEM and not, for example, a path; raises InputError without the text, which may be a key."""
    if value and not re.search(f"-----BEGIN [A-Z ]*{kind}-----", value):
        raise InputError(
            f"{name} holds no {kind.lower()} as PEM: give its text, such as by the lookup ansible.builtin.file"
        )
