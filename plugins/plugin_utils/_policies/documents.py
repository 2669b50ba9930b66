# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Where a policy's document comes from: a dictionary, its JSON or YAML text, or a file on the controller."""

from __future__ import annotations

import json
import pathlib
import typing as t

import yaml
from ansible.module_utils.common.yaml import yaml_load

from ...module_utils._errors import InputError

Entry = t.Mapping[str, t.Any]


def parse(text: str, where: str) -> dict[str, t.Any]:
    """Return the document of a JSON or YAML text; raises InputError that says where it is wrong."""
    try:
        # as bytes, because from ansible-core 2.19 on, the text of a variable is of a type that libyaml does not know
        found = json.loads(text) if text.lstrip().startswith("{") else yaml_load(text.encode())
    except ValueError as error:
        raise InputError(f"{where} is not JSON: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InputError(f"{where} is not YAML: {getattr(error, 'problem', None) or 'wrong'}{place}") from None
    if not isinstance(found, dict):
        raise InputError(f"{where} is no dictionary: give a policy document with Version and Statement")
    return found


def read(path: str, folder: str, where: str) -> dict[str, t.Any]:
    """Return the document of a file; a relative path begins at *folder*."""
    whole = pathlib.Path(folder, pathlib.Path(path).expanduser())
    try:
        text = whole.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(f"{where}.file is {path!r}: there is no file {whole}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise InputError(f"{where}.file is {path!r}: {whole} cannot be read: {reason}") from None
    return parse(text, f"{where}: {path}")


def of_entry(entry: Entry, folder: str, where: str) -> t.Any:
    """Return the document that an entry gives as policy or file, None where it gives none; raises InputError.

    A document that is neither text nor dictionary is returned as it is, to be refused by who checks documents.
    """
    policy, path = entry.get("policy"), entry.get("file")
    if policy and path:
        raise InputError(f"{where} has policy and file: give one of them")
    if path:
        return read(str(path), folder, where)
    return parse(policy, where) if isinstance(policy, str) else policy or None


def resolved(entries: t.Sequence[Entry], folder: str, variable: str) -> list[dict[str, t.Any]]:
    """Return entries with their documents as dictionaries; raises InputError for the first that has none to be read."""
    found = []
    for entry in entries:
        document = of_entry(entry, folder, f"{variable} {entry.get('name')!r}")
        rest = {key: value for key, value in entry.items() if key not in ("policy", "file")}
        found.append({**rest, "policy": document} if document is not None else rest)
    return found
