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

from ansible.module_utils.urls import open_url

from ._errors import InputError, ServerError

RECORDS = "/var/lib/hardening.minio"
CHUNK = 1 << 20


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


def is_installed(program: str, wanted: str) -> bool:
    """Tell whether a program is the one of an asset with this SHA-256: the asset itself, or recorded as unpacked from it."""
    actual = sha256(program)
    if actual is None or actual == wanted:
        return actual is not None
    try:
        with open(_record(program), encoding="utf-8") as stream:
            return json.load(stream) == {"asset": wanted, "program": actual}
    except (OSError, ValueError):
        return False


def _download(url: str, target: str, ca_path: t.Optional[str]) -> None:
    try:
        with open_url(url, ca_path=ca_path, timeout=60, follow_redirects="all") as answer, open(target, "wb") as stream:
            shutil.copyfileobj(answer, stream, CHUNK)
    except urllib.error.HTTPError as error:
        gone = ": it was withdrawn for good, choose another source" if error.code == 410 else ""
        raise ServerError(f"{url} answers {error.code} {error.reason}{gone}") from error
    except (OSError, ValueError) as error:
        raise ServerError(f"{url} cannot be downloaded: {error}") from error


def _unpack(asset: str, member: str, target: str) -> None:
    try:
        with tarfile.open(asset) as archive:
            names = [name for name in archive.getnames() if name == member or name.endswith("/" + member)]
            source = archive.extractfile(names[0]) if names else None
            if source is None:
                raise InputError(f"the archive holds no file {member!r}")
            with open(target, "wb") as stream:
                shutil.copyfileobj(source, stream, CHUNK)
    except tarfile.TarError as error:
        raise InputError(f"the archive cannot be unpacked: {error}") from error


def install(program: str, source: t.Dict[str, t.Any], ca_path: t.Optional[str]) -> None:
    """Put a program in place in one step; raises InputError for a wrong checksum and leaves the old program as it is."""
    os.makedirs(os.path.dirname(program), exist_ok=True)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(program), prefix=".ansible-") as folder:
        asset, unpacked = source.get("file"), os.path.join(folder, "program")
        if not asset:
            asset = os.path.join(folder, "asset")
            _download(source["url"], asset, ca_path)
        actual = sha256(asset)
        if actual != source["sha256"]:
            raise InputError(f"{source.get('url') or asset} has SHA-256 {actual}, not {source['sha256']}: nothing was installed")
        if source.get("member"):
            _unpack(asset, source["member"], unpacked)
        else:
            shutil.copyfile(asset, unpacked)
        os.chmod(unpacked, 0o755)
        os.chown(unpacked, 0, 0)
        os.makedirs(RECORDS, mode=0o755, exist_ok=True)
        with open(_record(program), "w", encoding="utf-8") as stream:
            json.dump({"asset": source["sha256"], "program": sha256(unpacked)}, stream)
        os.replace(unpacked, program)
