# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What the configurations of key management systems are made of: references to secrets, and files beside config.yml."""

from __future__ import annotations

import hashlib
import typing as t

# variable -> the group of settings and the setting in it
Secrets = t.Mapping[str, t.Tuple[str, str]]


class File(t.NamedTuple):
    """A file that a setting becomes: its key below "tls" of config.yml, its name, its option of minio_files, what it holds."""

    key: str
    name: str
    option: str
    kind: str


Files = t.Mapping[str, File]
CA: Files = {"ca": File("ca", "ca.crt", "content", "CERTIFICATE")}


def environment(settings: dict, secrets: Secrets) -> dict[str, str]:
    """Return the secrets that are given, by the variables that config.yml refers to."""
    found = {name: (settings.get(group) or {}).get(key) for name, (group, key) in secrets.items()}
    return {name: value for name, value in found.items() if value}


def referred(settings: dict, secrets: Secrets, group: str) -> dict[str, str]:
    """Return a group of settings with references in place of secrets: KES takes one as a whole value only."""
    references = {key: "${%s}" % variable for variable, (of, key) in secrets.items() if of == group}
    return {key: references.get(key, value) for key, value in (settings.get(group) or {}).items() if value}


def given(settings: dict, *names: str) -> dict:
    """Return those of the settings that are not empty: what is left out is left to KES."""
    return {name: settings[name] for name in names if settings.get(name)}


def _file(path: str, text: str, option: str) -> dict:
    return {"path": path, option: text.rstrip() + "\n", "group": "kes", "mode": "0640"}


def files(settings: dict, directory: str, table: Files) -> list[dict]:
    """Return CA and client pair for the way to the key management system, as files for minio_files."""
    return [
        _file(f"{directory}/{file.name}", settings[setting], file.option)
        for setting, file in table.items()
        if settings.get(setting)
    ]


def tls(settings: dict, directory: str, table: Files) -> dict:
    """Return the block "tls" of config.yml in a dictionary, an empty one where the system's CAs do."""
    block = {file.key: f"{directory}/{file.name}" for setting, file in table.items() if settings.get(setting)}
    return {"tls": block} if block else {}


def _trusted_path(authority: str, directory: str) -> str:
    # another CA is another file: a process reads it at its start only, and the new name is what has KES restarted
    return f"{directory}/trusted-{hashlib.sha256(authority.encode()).hexdigest()[:8]}.crt"


def trusted(settings: dict, directory: str) -> list[dict]:
    """Return the CA for a key management system without a setting of its own for one, as a file for minio_files."""
    authority = settings.get("ca")
    return [_file(_trusted_path(authority, directory), authority, "content")] if authority else []


def trust(settings: dict, directory: str) -> dict[str, str]:
    """Return the variables by which KES trusts that CA, and no other.

    The one alone would add it to the CAs in the system's directories, which Go reads besides.
    """
    authority = settings.get("ca")
    if not authority:
        return {}
    return {"SSL_CERT_FILE": _trusted_path(authority, directory), "SSL_CERT_DIR": "/nonexistent"}
