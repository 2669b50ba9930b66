# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The verdict on the root credential; the credential itself stays here."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .environment import Effective

MINIMUM_LENGTH = 16
MINIMUM_CHARACTERS = 6
"""Different characters, below which a long password is still a pattern."""
PUBLISHED = {
    "minioadmin",
    "minio123",
    "minio-secret-key-change-me",
    "minio-root-password",
    "changeme",
    "changeme123",
    "change-me-please",
    "password",
    "miniostorage",
    "minioroot",
    "minio-secret-key",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".lower(),
    "zuf+tfteSlswRu7BNcfMcK3gM8mI6FsbC2jpZ+nM".lower(),
    "bpxrficyexamplekey",
}
"""Passwords out of manuals, examples and images, in lower case."""
NAMES = (("MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"), ("MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"))


def verdict(user: str, password: str) -> str:
    """Return "default", "equal", "weak" or "strong"."""
    if password.lower() in PUBLISHED:
        return "default"
    if password.lower() == user.lower():
        return "equal"
    if len(password) < MINIMUM_LENGTH or len(set(password)) < MINIMUM_CHARACTERS:
        return "weak"
    return "strong"


def describe(found: t.Optional[Effective], config: t.Optional[str]) -> t.Dict[str, t.Any]:
    """Return where the root credential comes from and what it is worth; config is the server's --config file.

    Without one in the environment the server uses the published default, or, where root access is off and a KMS is
    there, one that the KMS derives if it may: which of the two, the environment does not tell.
    """
    unknown: t.Dict[str, t.Any] = {"verdict": None, "source": None, "deprecated_names": None}
    if found is None or found.pending & {name for pair in NAMES for name in pair}:
        return unknown
    values = found.values
    for deprecated, (user_name, password_name) in enumerate(NAMES):
        if user_name in values and password_name in values:
            user, password = values[user_name], values[password_name]
            if user and password:
                source = {"source": password_name, "deprecated_names": bool(deprecated)}
                return {"verdict": verdict(user, password), **source}
            break
    derived = values.get("MINIO_API_ROOT_ACCESS", "on") == "off" and any(
        name.startswith("MINIO_KMS_") for name in values
    )
    if config or derived or "MINIO_API_ROOT_ACCESS" in found.pending:
        return unknown
    return {"verdict": "default", "source": None, "deprecated_names": False}
