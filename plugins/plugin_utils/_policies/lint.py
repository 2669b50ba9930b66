# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What speaks against a policy that MinIO takes: too many rights, and rights that are not where they seem to be."""

from __future__ import annotations

import typing as t

from ...module_utils._errors import InputError
from ...module_utils._minio.policies import is_for_everybody
from . import known, resources, rights, validate

Document = t.Dict[str, t.Any]
Finding = t.Dict[str, t.Any]

SEVERITIES = {
    "invalid": "required",
    "unlimited": "high",
    "administration": "high",
    "keys": "high",
    "public": "high",
    "operation": "medium",
    "bucket_through_objects": "medium",
    "never_matches": "medium",
    "resource_ignored": "medium",
    "all_but": "medium",
    "wide_principal": "medium",
    "wide_resource": "advice",
    "version": "advice",
}
"""What can be found, and how much it matters, in the words of the checklist."""
SHOWN = 3
"""How many actions a sentence names."""


class Options(t.NamedTuple):
    """What is known of a policy besides its document."""

    kind: str = "identity"
    flavour: t.Optional[str] = None
    admin: bool = False
    """It is for administrators, so that their rights are meant."""
    public: bool = False
    """It is the policy of a bucket that is meant to be open."""


def _several(names: t.Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _rights(statement: Document, options: Options) -> t.Iterator[tuple[str, str]]:
    one = [statement]
    if rights.all_data(one) and not options.admin:
        how = "" if rights.looks_at_resources(statement) else ", whatever Resource says: the server does not look at it"
        yield "unlimited", f"allows everything with all buckets{how}: name the buckets and actions that are needed"
    if options.kind == "bucket" or options.admin:
        return
    administration, keys, operation = rights.administration(one), rights.keys(one), rights.operation(one)
    if administration:
        yield (
            "administration",
            f"allows {administration}: who has it can get every right, so it belongs to administrators only",
        )
    elif operation:
        yield "operation", f"allows {operation}: it changes how the cluster works, so it belongs to administrators only"
    if keys:
        yield "keys", f"allows {keys}: who has it can make keys or destroy them, and with them all data"


def _targets(statement: Document) -> t.Iterator[tuple[str, set[str]]]:
    """Yield every S3 action of a statement with what the server may compare its resource with."""
    for action in statement.get("Action", ()):
        named = known.matched(action, "s3")
        if named:
            yield action, {known.actions("s3")[name]["target"] for name in named}


def _never(statement: Document, options: Options) -> t.Iterator[tuple[str, str]]:
    if validate.kind_of(statement) != "s3" or not statement.get("Resource"):
        return
    given = statement["Resource"]
    does = "allows" if statement["Effect"] == "Allow" else "denies"
    for resource in given:
        for variable in resources.unknown_variables(resource):
            yield (
                "never_matches",
                f"names {resource!r}, in which the server does not replace ${{{variable}}}: it {does} nothing there",
            )
    for action, targets in _targets(statement):
        if not any(_may_be(resource, target, options) for resource in given for target in targets):
            what = {"bucket": "a bucket", "object": "objects", "account": "everything"}.get(min(targets), "anything")
            where = ", ".join(given)
            yield (
                "never_matches",
                f"{does} {action} on {where}, which is not what the server looks for: it needs {what}, such as {_example(given[0], targets)}",
            )


def _may_be(resource: str, target: str, options: Options) -> bool:
    if options.kind == "bucket" and target in ("bucket", "any"):
        # here the server compares with the name alone, without a slash behind it
        return "/" not in resources.pattern_of(resource)
    return resources.may_be(resource, target)


def _example(resource: str, targets: set[str]) -> str:
    if "account" in targets:
        return f"{resources.S3}*"
    bucket = resources.pattern_of(resource).partition("/")[0]
    if "object" in targets:
        return f"{resources.S3}{bucket}/*"
    return f"{resources.S3}{bucket.rstrip('*?')}" + ("*" if known.is_pattern(bucket) else "")


def _resources(statement: Document, statements: list[Document], options: Options) -> t.Iterator[tuple[str, str]]:
    if options.kind == "identity":
        for bucket, actions in rights.through_objects(statement, statements).items():
            yield (
                "bucket_through_objects",
                f"allows {_several(actions)} through {bucket}/* only, which the server takes for the bucket as well: "
                f"give actions on the bucket with {resources.S3}{bucket} in a statement of their own",
            )
    if not rights.looks_at_resources(statement):
        limits = [one for field in ("Resource", "NotResource") for one in statement.get(field, ())]
        if any(resources.pattern_of(one) != "*" for one in limits):
            yield (
                "resource_ignored",
                f"is for {', '.join(statement['Action'])}, of which the server does not look at the resource: it is not limited to {', '.join(limits)}",
            )
    elif statement["Effect"] == "Allow":
        for resource in statement.get("Resource", ()):
            bucket = resources.pattern_of(resource).partition("/")[0]
            if known.is_pattern(bucket) and bucket.strip("*") and options.kind == "identity":
                yield (
                    "wide_resource",
                    f"names {resource!r}, which is every bucket named so, those to come included: name the buckets",
                )


def _effects(statement: Document, options: Options) -> t.Iterator[tuple[str, str]]:
    if statement["Effect"] != "Allow":
        return
    for field, what in (("NotAction", "actions"), ("NotResource", "resources")):
        if statement.get(field) and not options.admin:
            yield "all_but", f"allows all {what} but those of {field}, those to come included: name what is allowed"
    if options.kind == "bucket":
        principals = statement.get("Principal", [])
        if is_for_everybody(statement) and not options.public:
            yield "public", "lets everybody in from everywhere: name users, or networks in a condition on aws:SourceIp"
        for principal in principals:
            if principal != "*" and known.is_pattern(principal):
                yield "wide_principal", f"is for {principal!r}, which is everybody who is named so: name the users"


PLAIN = Options()


def findings(document: t.Any, where: str = "policy", options: Options = PLAIN) -> list[Finding]:
    """Return what speaks against a document; each has id, severity, statement and sentence.

    statement is its number, None for what is true of the whole document.
    """
    wrong = validate.problems(document, where, options.kind, options.flavour)
    found: list[tuple[int | None, str, str]] = [(number, "invalid", sentence) for number, sentence in wrong]
    broken = {number for number, _sentence in wrong}
    try:
        statements = validate.statements(document, where)
    except InputError:
        statements = []
    for number, statement in enumerate(statements):
        if number in broken:
            continue
        parts = [
            _rights(statement, options),
            _never(statement, options),
            _resources(statement, statements, options),
            _effects(statement, options),
        ]
        place = f"{where}.Statement[{number}]"
        found += [(number, name, f"{place} {sentence}") for part in parts for name, sentence in part]
    if options.kind == "identity" and statements and isinstance(document, dict) and not document.get("Version"):
        found.append(
            (
                None,
                "version",
                f"{where} has no Version: write {validate.policies.VERSION!r}, as the server asks for one",
            )
        )
    return [
        {"id": name, "severity": SEVERITIES[name], "statement": number, "sentence": sentence}
        for number, name, sentence in found
    ]
