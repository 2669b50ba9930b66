# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of a certificate and its private key on disk."""

from __future__ import annotations

import os
import typing as t

from .. import _x509
from .._errors import HardeningError
from . import files

Facts = t.Dict[str, t.Any]


def read(path: str) -> bytes:
    """Return the bytes of a file; raises OSError."""
    with open(path, "rb") as stream:
        return stream.read()


def anchors(directory: str) -> t.List[t.Any]:
    """Return the certificates in a directory of CAs, leaving out files that hold none."""
    found: t.List[t.Any] = []
    for entry in os.scandir(directory) if os.path.isdir(directory) else []:
        try:
            found += _x509.certificates(read(entry.path), entry.path)
        except (HardeningError, OSError):
            continue
    return found


def describe(
    certificate: str, key: str, trusted: t.Sequence[t.Any], uid: t.Optional[int], gid: t.Optional[int]
) -> Facts:
    """Return the facts of a pair: paths, permissions, whether it is private, strong, fits and chains to a trusted CA."""
    facts: Facts = {
        "path": certificate, "private_key": key, "certificate": None, "matches": None, "strong": None, "trusted": None,
        "private": None, "mode": None, "owner": None, "problem": None,
    }  # fmt: skip
    if os.path.exists(key):
        described = files.describe(key)
        facts.update(mode=described["mode"], owner=described["owner"])
        facts["private"] = files.only_readable_by(key, [gid], [0, uid])
    try:
        chain = _x509.certificates(read(certificate), certificate)
        facts["certificate"] = _x509.describe(chain[0])
        facts["strong"] = _x509.is_strong(facts["certificate"])
        # a server trusts its own certificate as well, so that one signed by itself is an anchor
        facts["trusted"] = _x509.chains_to(chain[0], chain[1:], trusted)
        facts["matches"] = _x509.matches(chain[0], _x509.private_key(read(key), key))
    except (HardeningError, OSError) as error:
        facts["problem"] = str(error)
    return facts
