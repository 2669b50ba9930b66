# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Files that the server itself reads at its start, over the variables of its environment that name them."""

from __future__ import annotations

import os
import typing as t

Variables = t.Dict[str, str]

SECRETS_DIR = "/run/secrets"
SECRET_FILES = {
    "MINIO_ACCESS_KEY_FILE": "MINIO_ROOT_USER",
    "MINIO_SECRET_KEY_FILE": "MINIO_ROOT_PASSWORD",
    "MINIO_ROOT_USER_FILE": "MINIO_ROOT_USER",
    "MINIO_ROOT_PASSWORD_FILE": "MINIO_ROOT_PASSWORD",
}
"""Variable that names a file -> variable that the server sets from it, in the server's own order."""
CONFIG_FILE = "MINIO_CONFIG_ENV_FILE"


def parse_config_file(text: str) -> Variables:
    """Return what the server reads from MINIO_CONFIG_ENV_FILE: lines NAME=value, one pair of quotes taken off."""
    variables: Variables = {}
    for line in (line.strip() for line in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        name, separator, value = line[6 if line.startswith("export") else 0 :].strip().partition("=")
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        if separator:
            variables[name] = value
    return variables


def secret_path(named: str, is_file: t.Callable[[str], bool] = os.path.isfile) -> str:
    """Return the path of a file that a variable names, which may lie among the secrets of a container."""
    path = os.path.join(SECRETS_DIR, named)
    return path if is_file(path) else named


def paths(variables: t.Mapping[str, str]) -> t.List[str]:
    """Return the paths of the files that variables name."""
    found = [secret_path(variables[name]) for name in SECRET_FILES if name in variables]
    return found + [variables[name] for name in (CONFIG_FILE,) if name in variables]


def text_of(path: str) -> str:
    """Return the text of a file, an empty one where it cannot be read: the server starts without it."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            return stream.read()
    except OSError:
        return ""


def config(variables: t.Mapping[str, str]) -> Variables:
    """Return what the server's own configuration file sets now, which wins over every other source."""
    path = variables.get(CONFIG_FILE)
    return parse_config_file(text_of(path)) if path else {}


def read_over(variables: t.Mapping[str, str]) -> Variables:
    """Return the variables that a server has which starts with these now."""
    found = dict(variables)
    for name, target in SECRET_FILES.items():
        text = text_of(secret_path(variables[name])).strip() if name in variables else ""
        if text:
            found[target] = text
    return {**found, **config(variables)}
