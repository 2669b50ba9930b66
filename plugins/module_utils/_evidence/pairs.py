# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of a certificate and its private key on disk; what the certificate says, the controller reads."""

from __future__ import annotations

import os
import ssl
import typing as t

from .._errors import HardeningError, InputError
from . import files

Facts = t.Dict[str, t.Any]
# of the same type, of another one, of another one to the library that keeps one certificate of each
UNFIT = ("KEY_VALUES_MISMATCH", "KEY_TYPE_MISMATCH", "NO_CERTIFICATE_ASSIGNED")


def _certificates(path: str) -> str:
    """Return the certificates in a file (PEM) and nothing else that it may hold, such as a key; raises OSError."""
    with open(path, encoding="ascii", errors="replace") as stream:
        parts = stream.read().split(ssl.PEM_FOOTER)[:-1]
    return "".join(
        f"{part[part.rindex(ssl.PEM_HEADER) :]}{ssl.PEM_FOOTER}\n" for part in parts if ssl.PEM_HEADER in part
    )


def authorities(place: str) -> t.List[Facts]:
    """Return path and certificates of a file, or of each in a directory; problem in place of what cannot be read."""
    found = []
    paths = sorted(entry.path for entry in os.scandir(place)) if os.path.isdir(place) else [place]
    for path in paths if os.path.exists(place) else []:
        try:
            found.append({"path": path, "pem": _certificates(path), "problem": None})
        except OSError as error:
            found.append({"path": path, "pem": None, "problem": str(error)})
    return found


def _matches(certificate: str, key: str) -> bool:
    """Tell whether a private key is that of a certificate; raises OSError or InputError where it cannot be opened."""
    # the error of the library names no file
    os.stat(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # a weak pair may fit as well
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    try:
        context.load_cert_chain(certificate, key, password=str)
    except ssl.SSLError as error:
        if error.reason in UNFIT:
            return False
        raise InputError(
            f"{key} holds no private key in PEM form that can be opened without another passphrase"
        ) from error
    return True


def describe(certificate: str, key: str, uid: t.Optional[int], gid: t.Optional[int]) -> Facts:
    """Return the facts of a pair: paths, permissions, the certificates (PEM), whether it is private and fits."""
    facts: Facts = {
        "path": certificate, "private_key": key, "pem": None, "matches": None, "private": None, "mode": None, "owner": None,
        "problem": None,
    }  # fmt: skip
    if os.path.exists(key):
        described = files.describe(key)
        facts.update(mode=described["mode"], owner=described["owner"])
        facts["private"] = files.only_readable_by(key, [gid], [0, uid])
    try:
        facts["pem"] = _certificates(certificate)
        facts["matches"] = _matches(certificate, key)
    except (HardeningError, OSError) as error:
        facts["problem"] = str(error)
    return facts
