# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Texts in PEM form, as strictly as MinIO reads them: it does not start with a file that holds more than it expects."""

from __future__ import annotations

import re
import typing as t

from ..module_utils._errors import InputError

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)


def bodies(text: str) -> list[str]:
    """Return what stands between the first and the last line of every block."""
    return [found.group(2) for found in _BLOCK.finditer(text)]


def _refuse_behind(text: str, what: str) -> None:
    """Raise InputError where something but white space stands behind the last block; lines before one are no harm."""
    end = max((found.end() for found in _BLOCK.finditer(text)), default=len(text))
    if text[end:].strip():
        raise InputError(f"{what} has text behind its last END line: MinIO does not start with that, leave it out")


def _others(text: str, wanted: t.Callable[[str], bool]) -> str:
    return " and ".join(found.group(1) for found in _BLOCK.finditer(text) if not wanted(found.group(1)))


def refuse_more_than_certificates(text: str, what: str) -> None:
    """Raise InputError where a text that is to hold certificates holds something else as well."""
    others = _others(text, lambda kind: kind == "CERTIFICATE")
    if others:
        raise InputError(f"{what} holds {others}: MinIO does not start with more than certificates, leave it out")
    _refuse_behind(text, what)


def refuse_more_than_key(text: str, what: str) -> None:
    """Raise InputError where a text that is to hold one private key holds something else as well, such as its curve."""
    others = _others(text, lambda kind: kind.endswith("PRIVATE KEY"))
    if others or len(bodies(text)) > 1:
        raise InputError(
            f"{what} holds {others or 'several keys'}: MinIO does not start with more than one key, leave it out"
        )
    _refuse_behind(text, what)
