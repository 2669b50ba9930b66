# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The KMS as MinIO sees it."""

from __future__ import annotations

import typing as t

from .._errors import ServerError
from .client import KMS, ApiError, Client

NOT_CONFIGURED = ("NotImplemented", "KMSNotConfigured")
MISSING = "does not exist"
"""Part of the sentence by which the server says, with status 200, that there is no such key."""


def status(client: Client) -> t.Optional[t.Dict[str, t.Any]]:
    """Return name, default_key and endpoints (address -> "online" or "offline") as this node sees them, None without KMS."""
    try:
        answer = client.admin("GET", "status", "read the status of the KMS", prefix=KMS)
    except ApiError as error:
        if error.code in NOT_CONFIGURED:
            return None
        raise
    return {
        "name": answer.get("name"),
        "default_key": answer.get("default-key-id"),
        "endpoints": answer.get("endpoints") or {},
    }


def key_status(client: Client, key: str) -> t.Dict[str, t.Any]:
    """Have the server encrypt and decrypt with a key and return exists, encrypts, decrypts and error.

    exists is None where the error leaves it open, decrypts is None where nothing was encrypted.
    """
    answer = client.admin("GET", "key/status", f"try the key {key}", {"key-id": key}, prefix=KMS)
    # a failure comes with status 200 as well: only the body tells
    encryption_error, decryption_error = answer.get("encryption-error"), answer.get("decryption-error")
    if not encryption_error:
        return {
            "exists": True,
            "encrypts": True,
            "decrypts": not decryption_error,
            "error": decryption_error or None,
        }
    return {
        "exists": False if MISSING in encryption_error else None,
        "encrypts": False,
        "decrypts": None,
        "error": encryption_error,
    }


def key_is_missing(client: Client, key: str) -> bool:
    """Return whether there is no such key; raises ServerError where that cannot be told."""
    state = key_status(client, key)
    if state["exists"] is None:
        raise ServerError(f"{client.url}: the KMS does not let the key {key} be used: {state['error']}")
    return not state["exists"]


def create_key(client: Client, key: str) -> None:
    """Make a key."""
    client.admin("POST", "key/create", f"make the key {key}", {"key-id": key}, prefix=KMS)
