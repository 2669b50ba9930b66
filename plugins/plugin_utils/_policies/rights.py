# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What statements allow, worked out as the server does. Denials and conditions are not credited: either may be gone tomorrow."""

from __future__ import annotations

import typing as t

from . import known, resources
from .validate import kind_of

Document = t.Dict[str, t.Any]
Statements = t.Sequence[Document]

EVERYTHING = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteBucket", "s3:PutBucketPolicy")
"""Who may do all of these everywhere may do everything with data."""
IMPLIED = {"s3:GetObject": "s3:GetObjectVersion"}
"""What the server takes for allowed with another action, if that is named as it is."""


def names(statement: Document, action: str) -> bool:
    """Tell whether a statement is about an action, whatever its effect."""
    if statement.get("NotAction"):
        return not any(known.matches(pattern, action) for pattern in statement["NotAction"])
    given = statement.get("Action", [])
    return IMPLIED.get(action) in given or any(known.matches(pattern, action) for pattern in given)


def looks_at_resources(statement: Document) -> bool:
    """Tell whether the server compares the resources of a statement with anything."""
    return kind_of(statement) not in ("admin", "sts")


def _reaches(statement: Document, text: str) -> bool:
    """Tell whether a statement is about what the server compares its resources with."""
    if not looks_at_resources(statement) or (kind_of(statement) == "kms" and text == resources.NOWHERE):
        return True
    if statement.get("NotResource"):
        return not resources.match(statement["NotResource"], text)
    return not statement.get("Resource") or resources.match(statement["Resource"], text)


def allows(statement: Document, action: str, text: str) -> bool:
    """Tell whether a statement allows an action on bucket/, bucket/object, or / for neither."""
    return statement["Effect"] == "Allow" and names(statement, action) and _reaches(statement, text)


def everywhere(statement: Document) -> bool:
    """Tell whether a statement is for all buckets and objects; one that only names exceptions is."""
    if not looks_at_resources(statement) or statement.get("NotResource"):
        return True
    return any(not resources.pattern_of(resource).strip("*/") for resource in statement.get("Resource", []))


def _powers(statements: Statements, kind: str, power: str) -> list[str]:
    return [
        action
        for action, entry in known.actions(kind).items()
        if entry["power"] == power and any(allows(statement, action, resources.NOWHERE) for statement in statements)
    ]


def _all_or(kind: str, power: str, actions: t.Sequence[str]) -> str:
    every = [action for action, entry in known.actions(kind).items() if entry["power"] == power]
    return f"{kind}:*" if len(actions) == len(every) else ", ".join(actions)


def all_data(statements: Statements) -> bool:
    """Tell whether statements allow everything with all buckets."""
    data = [statement for statement in statements if statement["Effect"] == "Allow" and everywhere(statement)]
    return all(any(names(statement, action) for statement in data) for action in EVERYTHING)


def administration(statements: Statements) -> str:
    """Return the administrative actions any of which is enough to get every right; empty without one."""
    return _all_or("admin", "administers", _powers(statements, "admin", "administers"))


def operation(statements: Statements) -> str:
    """Return the administrative actions that change how the cluster works; empty without one."""
    return ", ".join(_powers(statements, "admin", "operates"))


def keys(statements: Statements) -> str:
    """Return the actions that make, bring or destroy keys; empty without one."""
    return _all_or("kms", "administers", _powers(statements, "kms", "administers"))


def unlimited(statements: Statements) -> list[str]:
    """Return why somebody with these statements may do everything; empty if not."""
    reasons = ["everything with all buckets"] if all_data(statements) else []
    return reasons + [reason for reason in (administration(statements), keys(statements)) if reason]


def whole_bucket(resource: str) -> str | None:
    """Return the bucket of a resource that covers all of its objects, None for any other."""
    bucket, slash, rest = resources.pattern_of(resource).partition("/")
    return bucket if slash and not rest.strip("*") else None


def _meant(statements: Statements, action: str, bucket: str) -> bool:
    """Tell whether an action is allowed on the bucket itself as well."""
    return any(
        statement["Effect"] == "Allow"
        and names(statement, action)
        and any("/" not in one and known.matches(one, bucket) for one in map(resources.pattern_of, statement.get("Resource", [])))
        for statement in statements
    )  # fmt: skip


def through_objects(statement: Document, statements: Statements) -> dict[str, list[str]]:
    """Return by bucket the actions on it that a statement allows only through a resource such as bucket/*.

    The server takes bucket/* for the bucket as well, so that a right meant for objects deletes the bucket.
    """
    found: dict[str, list[str]] = {}
    if statement["Effect"] != "Allow" or not looks_at_resources(statement):
        return found
    for bucket in filter(None, map(whole_bucket, statement.get("Resource", []))):
        for action, entry in known.actions("s3", "upstream").items():
            if entry["target"] == "bucket" and names(statement, action) and not _meant(statements, action, bucket):
                found.setdefault(bucket, []).append(action)
    return found
