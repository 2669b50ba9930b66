# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Whether a document is a policy that MinIO takes, and means what its author thinks.

What the server refuses is refused here. Refused as well is what it takes without a word although it cannot be meant:
keys it does not know (it ignores them, Principal in a policy of users among them), actions that do not exist (NotAction,
and all actions in policies of buckets), an ARN without a name, and values that it writes back in another way.
"""

from __future__ import annotations

import json
import typing as t

from ...module_utils._errors import InputError
from ...module_utils._minio import policies
from . import conditions, known, resources

Document = t.Dict[str, t.Any]
KINDS = ("identity", "bucket")
"""Policies of users and groups; those of a bucket, in which a statement has a principal."""


def statements(document: t.Any, where: str) -> list[Document]:
    """Return the statements of a document in canonical form and in its own order; raises InputError."""
    policies.canonical(document, where)
    found = document["Statement"] if isinstance(document, dict) else json.loads(document)["Statement"]
    return [
        policies.canonical_statement(statement, f"{where}.Statement[{number}]")
        for number, statement in enumerate([found] if isinstance(found, dict) else found)
    ]


def kind_of(statement: Document) -> str:
    """Return the kind that the server takes a statement for; one with NotAction is one of S3, whatever it names."""
    kinds = [known.kind_of(action) for action in statement.get("Action", ())]
    return next((kind for kind in ("admin", "sts", "kms") if kind in kinds), None) or next(filter(None, kinds), "s3")


def _every_name() -> list[str]:
    return [name for kind in known.KINDS for name in known.load()[kind]]


def _action_problem(action: str, flavour: str | None) -> str:
    """Return what is wrong with an action, in words that follow its name; empty if nothing is."""
    kind = known.kind_of(action)
    if kind in known.load()["unchecked"]:
        return f"which only Silo knows: {kind} actions are not known to MinIO" if flavour == "upstream" else ""
    if action == known.EVERY_ACTION or (kind == "s3" and known.matched(action, kind, flavour)):
        return ""
    if kind in ("admin", "kms") and known.is_pattern(action):
        every = f"{kind}:*"
        if action == every or (kind == "admin" and flavour != "upstream" and known.matched(action, kind, flavour)):
            return ""
        return f"which the server does not take: only {every} may have a wildcard, name the actions one by one"
    if kind in known.KINDS and action in known.actions(kind, flavour):
        return ""
    if kind in known.KINDS and action in known.load()[kind]:
        return f"which only {known.load()[kind][action]['only'].capitalize()} knows"
    return f"which is not known{known.nearest(action, _every_name())}"


def _actions(statement: Document, flavour: str | None, where: str) -> t.Iterator[str]:
    if statement.get("Action") and statement.get("NotAction"):
        yield f"{where} has Action and NotAction: give one of them"
    elif statement.get("NotAction") and flavour == "upstream":
        yield f"{where} has NotAction: MinIO takes it, and then fails to list any policy, which only Silo has mended. Name the actions in Action"
    for field in ("Action", "NotAction"):
        named = statement.get(field, [])
        for action in named:
            # what is excepted may be a pattern of any kind
            excepted = field == "NotAction" and any(known.matched(action, kind, flavour) for kind in known.KINDS)
            wrong = "" if excepted else _action_problem(action, flavour)
            if wrong:
                yield f"{where}.{field} names {action!r}, {wrong}"
        kinds = sorted({kind for kind in map(known.kind_of, named) if kind})
        if len(kinds) > 1 and known.EVERY_ACTION in named:
            yield f"{where}.{field} names '*' besides others: the server takes it alone"
        elif len(kinds) > 1 and field == "Action":
            yield f"{where}.{field} has {' and '.join(kinds)} actions: the server takes one kind in a statement, write one for each"


def _resources(statement: Document, kind: str, where: str) -> t.Iterator[str]:
    given = [field for field in ("Resource", "NotResource") if statement.get(field)]
    if kind == "s3" and not given:
        yield f"{where} has no Resource: name the buckets or objects, such as {resources.S3}app/*"
    if kind == "s3" and len(given) > 1:
        yield f"{where} has Resource and NotResource: give one of them"
    for field in given:
        for resource in statement[field]:
            wrong = resources.problem(resource, kind)
            if wrong:
                yield f"{where}.{field} names {resource!r}, {wrong}"


def _principal(statement: Document, kind: str, where: str) -> t.Iterator[str]:
    principal = statement.get("Principal")
    if kind == "identity" and principal:
        yield f"{where} has a Principal: only the policy of a bucket has one, here the server would ignore it"
    if kind == "bucket" and not principal:
        yield f'{where} has no Principal: name who it is for, such as {{"AWS": ["*"]}} for everybody'


def _as_given(document: t.Any, where: str) -> t.Iterator[tuple[int | None, str]]:
    """Refuse what is right for the policy of users, which is written anew, and not for that of a bucket."""
    given = document if isinstance(document, dict) else json.loads(document)
    if not given.get("Version"):
        yield None, f"{where} has no Version: write {policies.VERSION!r}"
    found = given["Statement"]
    for number, statement in enumerate([found] if isinstance(found, dict) else found):
        principal = statement.get("Principal")
        if principal and principal != "*" and not isinstance(principal, dict):
            names = json.dumps(principal if isinstance(principal, list) else [principal])
            place = f"{where}.Statement[{number}].Principal"
            yield number, f'{place} is {json.dumps(principal)}: write {{"AWS": {names}}}'


def _of_buckets(statement: Document, kind: str, where: str) -> t.Iterator[str]:
    """Refuse what the server refuses in policies of buckets only."""
    if kind != "s3":
        yield f"{where} has {kind} actions: the policy of a bucket takes s3 actions only"
        return
    for action in statement.get("Action", ()):
        named = known.matched(action, "s3")
        on_objects = any(known.actions("s3")[name]["target"] in ("object", "any") for name in named)
        for field in ("Resource", "NotResource"):
            patterns = [resources.pattern_of(resource) for resource in statement.get(field, ())]
            if on_objects and patterns and not any("/" in one or "*" in one for one in patterns):
                yield f"{where}.{field} names no objects for {action}: write {resources.S3}{patterns[0]}/*"
            if named and not on_objects and patterns and all("/" in one for one in patterns):
                bucket = patterns[0].partition("/")[0]
                yield f"{where}.{field} names no bucket for {action}: write {resources.S3}{bucket}"


def _statement(statement: Document, kind: str, flavour: str | None, where: str) -> t.Iterator[str]:
    if not isinstance(statement.get("Sid", ""), str):
        yield f"{where}.Sid is {statement['Sid']!r}: give text"
    yield from _principal(statement, kind, where)
    yield from _actions(statement, flavour, where)
    of_actions = kind_of(statement)
    if of_actions in known.load()["unchecked"]:
        return
    if kind == "bucket":
        yield from _of_buckets(statement, of_actions, where)
    yield from _resources(statement, of_actions, where)
    if statement.get("Condition") is not None:
        existing = [action for action in statement.get("Action", ()) if not _action_problem(action, flavour)]
        place = f"{where}.Condition"
        yield from conditions.problems(statement["Condition"], existing, of_actions, flavour, place)


def problems(
    document: t.Any, where: str = "policy", kind: str = "identity", flavour: str | None = None
) -> list[tuple[int | None, str]]:
    """Return the number of the statement, None for the document itself, and a sentence for all that is wrong with it.

    *kind* is one of KINDS. *flavour* is that of the server, None to take what any takes.
    """
    try:
        found = statements(document, where)
    except InputError as error:
        return [(None, str(error))]
    as_given = list(_as_given(document, where)) if kind == "bucket" else []
    return as_given + [
        (number, sentence)
        for number, statement in enumerate(found)
        for sentence in _statement(statement, kind, flavour, f"{where}.Statement[{number}]")
    ]


def sentences(document: t.Any, where: str = "policy", kind: str = "identity", flavour: str | None = None) -> list[str]:
    """Return one sentence for all that is wrong with a document."""
    return [sentence for _number, sentence in problems(document, where, kind, flavour)]
