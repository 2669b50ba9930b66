# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Install a program from an address or a file, after its SHA-256 was found right."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import typing as t
import urllib.error

from . import _files, _identity
from ._errors import InputError, ServerError

RECORDS = "/var/lib/hardening.minio"
CHUNK = 1 << 20
TIMEOUT = 60

Source = t.Dict[str, t.Any]
"""url or file; sha256 of the asset; member, program_sha256, release and ca_path, each None if not given."""


def sha256(path: str) -> t.Optional[str]:
    """Return the SHA-256 of a file as 64 hexadecimal digits, None if there is none."""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as stream:
            for chunk in iter(lambda: stream.read(CHUNK), b""):
                digest.update(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def _record(program: str) -> str:
    return os.path.join(RECORDS, os.path.basename(program) + ".json")


def is_wanted(program: str, actual: t.Optional[str], source: Source) -> bool:
    """Tell whether a program with this SHA-256 is the wanted one: by the sum itself, else recorded as unpacked from the asset."""
    if actual is None:
        return False
    if source["program_sha256"]:
        return actual == source["program_sha256"]
    if not source["member"]:
        return actual == source["sha256"]
    try:
        with open(_record(program), encoding="utf-8") as stream:
            return json.load(stream) == {"asset": source["sha256"], "program": actual}
    except (OSError, ValueError):
        return False


def _download(url: str, target: str, ca_path: t.Optional[str]) -> None:
    # a large library, which a program that is in place does not need
    from ansible.module_utils.urls import open_url

    try:
        answer = open_url(url, ca_path=ca_path, timeout=TIMEOUT, follow_redirects="all")
        with answer, open(target, "wb") as stream:
            shutil.copyfileobj(answer, stream, CHUNK)
    except urllib.error.HTTPError as error:
        gone = ": it was withdrawn for good, choose another source" if error.code == 410 else ""
        raise ServerError(f"{url} answers {error.code} {error.reason}{gone}") from error
    except Exception as error:  # open_url raises errors of several libraries, none of which holds a secret
        raise ServerError(f"{url} cannot be downloaded: {error}") from error


def _unpack(asset: str, member: str, target: str) -> None:
    try:
        with tarfile.open(asset) as archive:
            entries = [entry for entry in archive.getmembers() if entry.isfile()]
            found = [entry for entry in entries if entry.name == member or entry.name.endswith("/" + member)]
            if len(found) != 1:
                names = ", ".join(entry.name for entry in found) or "none"
                raise InputError(
                    f"the archive holds {len(found)} files {member!r} ({names}): name the one program in it"
                )
            with archive.extractfile(found[0]) as source, open(target, "wb") as stream:  # type: ignore[union-attr]
                shutil.copyfileobj(source, stream, CHUNK)
    except tarfile.TarError as error:
        raise InputError(f"the archive cannot be unpacked: {error}") from error


def _check(program: str, source: Source) -> str:
    """Return the SHA-256 of an unpacked program; raises InputError if it is not the one that was stated."""
    actual = str(sha256(program))
    if source["program_sha256"] and actual != source["program_sha256"]:
        raise InputError(f"the program has SHA-256 {actual}, not {source['program_sha256']}: nothing was installed")
    stated = source["release"]
    told = _identity.identify(program) if stated else None
    if told and _identity.contradicts(told, stated):
        raise InputError(
            f"the program says that it is {told['flavour']} {told['version']}, not {stated['flavour']} {stated['version']}: "
            "nothing was installed"
        )
    return actual


def install(program: str, source: Source) -> str:
    """Put a program in place in one step and return its SHA-256.

    Raises InputError or ServerError and leaves the old program as it is.
    """
    try:
        return _install(program, source)
    except OSError as error:
        raise InputError(f"{program} cannot be put in place: {error}") from error


def _install(program: str, source: Source) -> str:
    directory = os.path.dirname(program)
    _files.make_directories(directory)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".ansible-") as folder:
        asset, unpacked = source["file"], os.path.join(folder, "program")
        if not asset:
            asset = os.path.join(folder, "asset")
            _download(source["url"], asset, source["ca_path"])
        actual = sha256(asset)
        if actual is None:
            raise InputError(f"{asset} does not exist on this host")
        if actual != source["sha256"]:
            raise InputError(
                f"{source['url'] or asset} has SHA-256 {actual}, not {source['sha256']}: nothing was installed"
            )
        if source["member"]:
            _unpack(asset, source["member"], unpacked)
        else:
            shutil.copyfile(asset, unpacked)
        os.chmod(unpacked, 0o755)
        record = {"asset": source["sha256"], "program": _check(unpacked, source)}
        os.chown(unpacked, os.geteuid(), os.getegid())
        _files.make_directories(RECORDS)
        with open(_record(program), "w", encoding="utf-8") as stream:
            json.dump(record, stream)
        os.replace(unpacked, program)
    return record["program"]


def remove_asset(source: Source) -> None:
    """Remove the file that a program came from, where that was asked for."""
    if source["remove_file"] and source["file"] and os.path.exists(source["file"]):
        os.unlink(source["file"])
