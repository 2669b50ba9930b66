# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Check declared identities against one another before anything is changed."""

from __future__ import annotations

import collections
import typing as t

from ..module_utils._errors import HardeningError
from ..module_utils._minio.service_accounts import timestamp
from ._policies import declared

Entries = t.Sequence[t.Mapping[str, t.Any]]
Wanted = t.Mapping[str, Entries]

KEYS = {"policies": "name", "users": "name", "groups": "name", "service_accounts": "access_key"}
UNLIMITED = 1 << 30
LENGTHS = {
    "users": {"name": (3, UNLIMITED), "secret_key": (8, UNLIMITED)},
    "service_accounts": {"access_key": (3, 20), "secret_key": (8, 40)},
}
"""Characters of a field, at least and at most, as the server takes them (MinIO: internal/auth/credentials.go)."""


def _names(entries: Entries, key: str, state: str) -> set[str]:
    return {entry[key] for entry in entries if entry.get("state", "present") == state}


def _twice(wanted: Wanted) -> t.Iterator[str]:
    for kind, key in KEYS.items():
        times = collections.Counter(entry[key] for entry in wanted[kind])
        for name in sorted(name for name in times if times[name] > 1):
            yield f"minio_idp_{kind} lists {name} {times[name]} times: every name may come once"


def _lengths(wanted: Wanted) -> t.Iterator[str]:
    for kind, limits in LENGTHS.items():
        for entry in wanted[kind]:
            name = entry[KEYS[kind]]
            for field, (least, most) in limits.items():
                length = len(entry.get(field) or "")
                if entry.get(field) is not None and not least <= length <= most:
                    accepted = f"{least} or more" if most == UNLIMITED else f"{least} to {most}"
                    yield f"minio_idp_{kind} gives {name} {field} with {length} characters: the server takes {accepted}"


def _expirations(wanted: Wanted) -> t.Iterator[str]:
    for entry in wanted["service_accounts"]:
        expiration = entry.get("expiration")
        if expiration not in (None, "never"):
            try:
                timestamp(str(expiration), f"minio_idp_service_accounts {entry['access_key']!r}: expiration")
            except HardeningError as error:
                yield str(error)


def _references(wanted: Wanted) -> t.Iterator[str]:
    """Refuse what names something that is to be removed."""
    gone = {kind: _names(wanted[kind], key, "absent") for kind, key in KEYS.items()}
    for entry in wanted["policy_attachments"]:
        user, group = entry.get("user"), entry.get("group")
        if bool(user) == bool(group):
            yield f"minio_idp_policy_attachments gives {', '.join(entry['policies'])} to {user!r} and {group!r}: name a user or a group"
            continue
        kind, name = ("users", user) if user else ("groups", group)
        if name in gone[kind] and entry["policies"]:
            yield f"minio_idp_policy_attachments gives policies to {name}, which minio_idp_{kind} removes"
        for policy in sorted(gone["policies"].intersection(entry["policies"])):
            yield f"minio_idp_policy_attachments gives {policy} to {name}, which minio_idp_policies removes"
    for entry in wanted["groups"]:
        for member in sorted(gone["users"].intersection(entry.get("members") or [])):
            yield f"minio_idp_groups has {member} in {entry['name']}, which minio_idp_users removes"
    for entry in wanted["service_accounts"]:
        if entry.get("parent") in gone["users"] and entry.get("state", "present") == "present":
            yield f"minio_idp_service_accounts gives {entry['access_key']} to {entry['parent']}, which minio_idp_users removes"


def _self(wanted: Wanted, access_key: str) -> t.Iterator[str]:
    for kind in ("users", "service_accounts"):
        if access_key and access_key in {entry[KEYS[kind]] for entry in wanted[kind]}:
            yield f"minio_idp_{kind} lists {access_key}, which the role works as: an account cannot change itself"


def problems(wanted: Wanted, access_key: str, folder: str = "", flavour: str | None = None) -> list[str]:
    """Return one sentence for everything that is wrong with the declared identities; none of them shows a secret.

    *wanted* has the lists policies, users, groups, policy_attachments and service_accounts. Relative paths of documents
    begin at *folder*; *flavour* is that of the server, None to take what any takes.
    """
    documents = declared.problems(wanted, folder, flavour)
    found = [_twice(wanted), documents, _lengths(wanted), _expirations(wanted), _references(wanted)]
    return [sentence for sentences in [*found, _self(wanted, access_key)] for sentence in sentences]
