# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Samples of keys: what one KES has encrypted under each, so that another one can show that it holds the same keys."""

from __future__ import annotations

import base64
import hashlib
import typing as t

from .._errors import InputError, ServerError
from .client import Kes

Sample = t.Dict[str, str]
EVERY = "/v1/key/list/*"


def _digest(plaintext: t.Any) -> str:
    """Return what tells a data key without telling it."""
    return hashlib.sha256(base64.b64decode(plaintext or "")).hexdigest()


def listed(server: Kes, prefix: str) -> t.Optional[t.List[str]]:
    """Return the names that begin with a prefix; None where the policy allows no listing.

    Raises InputError where KES does not list them all.
    """
    answer = server.call("GET", EVERY)
    if answer.status == 403:
        return None
    if answer.status != 200:
        raise server.refused("list its keys", answer)
    if answer.fields().get("continue_at"):
        raise InputError(
            f"{server.endpoint} has more keys than KES lists, so that nobody can tell whether all of them are elsewhere: prove them "
            "another way"
        )
    # null where there are none
    return [name for name in answer.fields().get("names") or [] if name.startswith(prefix)]


def take(server: Kes, name: str) -> Sample:
    """Have a data key generated that nobody uses; returns it encrypted, and the SHA-256 by which it is known again."""
    answer = server.call("PUT", f"/v1/key/generate/{name}", {})
    if answer.status != 200:
        raise server.refused(f"generate a data key with {name}", answer)
    generated = answer.fields()
    return {"name": name, "ciphertext": generated["ciphertext"], "sha256": _digest(generated["plaintext"])}


def take_all(
    server: Kes, prefix: str, names: t.Sequence[str], existing: t.Sequence[str]
) -> t.Tuple[t.List[Sample], bool]:
    """Return samples of the keys that are there, and whether the server could list them.

    Raises InputError where one of *existing* is missing: this is not the place where data was encrypted.
    """
    found = listed(server, prefix)
    wanted = sorted({*names, *existing} - set(found or []))
    there = [name for name in wanted if server.exists(name)]
    lost = [name for name in existing if name not in there and name not in (found or [])]
    if lost:
        raise InputError(f"{server.endpoint} does not know {', '.join(lost)}, with which data is encrypted")
    return [take(server, name) for name in sorted({*there, *(found or [])})], found is not None


def differing(server: Kes, samples: t.Sequence[Sample]) -> t.Dict[str, t.List[str]]:
    """Return the names of keys that a server has not ("missing"), and of those that are others ("other")."""
    found: t.Dict[str, t.List[str]] = {"missing": [], "other": []}
    for sample in samples:
        answer = server.call("PUT", f"/v1/key/decrypt/{sample['name']}", {"ciphertext": sample["ciphertext"]})
        if answer.status == 404:
            found["missing"].append(sample["name"])
        elif answer.status == 200 and _digest(answer.fields().get("plaintext")) == sample["sha256"]:
            continue
        elif answer.status in (200, 400):
            found["other"].append(sample["name"])
        else:
            raise ServerError(str(server.refused(f"decrypt with {sample['name']}", answer)))
    return found
