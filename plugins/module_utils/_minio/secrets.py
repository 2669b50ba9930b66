# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""When the secret key of a user or service account has to be set."""

from __future__ import annotations

import typing as t

from .._errors import InputError
from .client import ApiError, Client

MARK = "(set, not shown)"
"""Stands for a secret in states and diffs."""
SHORTEST = 8


def accepted(client: Client, access_key: str, secret_key: str) -> bool:
    """Return whether the server takes the pair: a request signed with it gets past the signature.

    False as well where that cannot be told, because the account is disabled or expired.
    """
    try:
        client.working_as(access_key, secret_key).admin("GET", "accountinfo", f"sign as {access_key}")
    except ApiError as error:
        if not error.code:
            raise
        return error.code not in ("SignatureDoesNotMatch", "InvalidAccessKeyId", "XMinioInvalidIAMCredentials")
    return True


def needed(client: Client, update: str, noun: str, name: str, secret_key: t.Optional[str], is_new: bool) -> bool:
    """Return whether the secret is to be set; *update* is "on_create" or "always". Raises InputError for a bad one."""
    if is_new and not secret_key:
        raise InputError(f"{noun} {name!r} does not exist and has no secret_key: give one")
    if secret_key and len(secret_key) < SHORTEST:
        raise InputError(
            f"{noun} {name!r} has a secret_key of {len(secret_key)} characters: the server takes {SHORTEST} or more"
        )
    if is_new or update != "always" or not secret_key:
        return is_new
    return not accepted(client, name, secret_key)
