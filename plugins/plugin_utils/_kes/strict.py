# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Strict checks of settings: KES ignores what it does not know, and keys are lost where it misunderstands."""

from __future__ import annotations

import re
import typing as t
import urllib.parse

from ...module_utils._errors import InputError
from .. import _settings

# as Go parses it
DURATION = re.compile(r"(\d+(\.\d+)?(ns|us|ms|s|m|h))+")
PLAYGROUND = "play.min.io"
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def check_known(settings: t.Any, options: dict[str, dict], name: str) -> None:
    """Check keys and types against options in the form of an argument spec; raises InputError, never with a secret."""
    for problem in _settings.problems(settings, {"type": "dict", "options": options}, name):
        raise InputError(problem)
    for key, value in settings.items():
        if isinstance(value, dict):
            check_known(value, options[key]["options"], f"{name}.{key}")
        elif value is not None and options[key].get("no_log"):
            if not value.strip():
                raise InputError(f"{name}.{key} is empty: give the secret, or leave the key out")
            if "\n" in value and "-----BEGIN" not in value:
                raise InputError(
                    f"{name}.{key} has a line break: give the secret alone, as KES would send the break with it"
                )
        elif value is not None and "${" in value:
            raise InputError(
                f"{name}.{key} is {value!r}: KES would put a variable of its environment there, write the value itself"
            )


def check_address(value: str | None, name: str) -> None:
    """Check the address of a key management system; raises InputError."""
    url = urllib.parse.urlsplit(value or "")
    if url.scheme != "https" or not url.hostname:
        raise InputError(f"{name} is {value!r}: give the server's https:// address")
    if url.username or url.password:
        raise InputError(f"{name} holds a user or a password: leave it out, it would stand in the configuration")
    if url.hostname == PLAYGROUND or url.hostname.endswith("." + PLAYGROUND):
        raise InputError(f"{name} is {value}: a public playground loses keys, and with them all data")


def check_host_address(value: str | None, name: str) -> None:
    """Check the address of a key management system below which KES looks for paths of its own; raises InputError."""
    check_address(value, name)
    url = urllib.parse.urlsplit(value or "")
    if url.path.strip("/") or url.query or url.fragment:
        raise InputError(
            f"{name} is {value!r}: give https:// and the host, with a port if need be, and nothing behind them"
        )


def check_form(value: str, form: re.Pattern, name: str, accepted: str) -> re.Match:
    """Check a value that is no secret against its form, and return the match; raises InputError."""
    found = form.fullmatch(value)
    if not found:
        raise InputError(f"{name} is {value!r}: {accepted}")
    return found


def check_uuid(value: str, name: str) -> None:
    """Check an ID that is a UUID; raises InputError."""
    check_form(value, UUID, name, "give the ID, a UUID such as 01234567-89ab-cdef-0123-456789abcdef, and no name")


def check_logins(settings: dict, logins: t.Sequence[str], name: str) -> None:
    """Check that there is no more than one way to log in; raises InputError."""
    both = [login for login in logins if settings.get(login)]
    if len(both) > 1:
        raise InputError(f"{name} has {' and '.join(both)} login: give exactly one of {' and '.join(logins)}")


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
