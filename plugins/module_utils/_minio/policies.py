# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Policy documents: check their form, and write them in one canonical way so that equal rights compare equal."""

from __future__ import annotations

import ipaddress
import json
import typing as t

from .._errors import InputError

Document = t.Dict[str, t.Any]

VERSION = "2012-10-17"
POLICY_KEYS = {"Version", "Statement", "ID", "Id"}
STATEMENT_KEYS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition", "Principal"}
SETS = ("Action", "NotAction", "Resource", "NotResource")


def _strings(value: t.Any, where: str) -> t.List[str]:
    """Return one string or a list of strings as a sorted list without repetitions."""
    values = [value] if isinstance(value, (str, bool, int, float)) else value
    if not isinstance(values, list) or not all(isinstance(item, (str, bool, int, float)) for item in values):
        raise InputError(f"{where} is {json.dumps(value)}: give a string or a list of strings")
    return sorted({str(item).lower() if isinstance(item, bool) else str(item) for item in values})


def _network(value: str) -> str:
    # the server adds the prefix length to a bare address
    try:
        return str(ipaddress.ip_network(value, strict=False))
    except ValueError:
        return value


def _condition(value: t.Any, where: str) -> t.Dict[str, t.Dict[str, t.List[str]]]:
    if not isinstance(value, dict) or not all(isinstance(keys, dict) for keys in value.values()):
        raise InputError(
            f"{where} is {json.dumps(value)}: give a dictionary of operators, each with a dictionary of keys"
        )
    result: t.Dict[str, t.Dict[str, t.List[str]]] = {}
    for operator, keys in sorted(value.items()):
        result[operator] = {}
        for key, values in sorted(keys.items()):
            strings = _strings(values, f"{where}.{operator}.{key}")
            if operator.endswith("IpAddress"):
                strings = sorted({_network(string) for string in strings})
            result[operator][key] = strings
    return result


def _principal(value: t.Any, where: str) -> t.List[str]:
    if isinstance(value, dict) and set(value) == {"AWS"}:
        value = value["AWS"]
    return _strings(value, where)


def canonical_statement(statement: t.Any, where: str) -> Document:
    """Return one statement in canonical form; raises InputError, naming *where*."""
    if not isinstance(statement, dict):
        raise InputError(f"{where} is {json.dumps(statement)}: give a dictionary")
    unknown = sorted(set(statement) - STATEMENT_KEYS)
    if unknown:
        raise InputError(f"{where} has {unknown[0]!r}: a statement may have {', '.join(sorted(STATEMENT_KEYS))}")
    if statement.get("Effect") not in ("Allow", "Deny"):
        raise InputError(f"{where}.Effect is {statement.get('Effect')!r}: give 'Allow' or 'Deny'")
    result: Document = {"Effect": statement["Effect"]}
    for name in SETS:
        if statement.get(name):
            # the server writes the resource * back as **
            result[name] = sorted({"*" if one == "**" else one for one in _strings(statement[name], f"{where}.{name}")})
    if not result.get("Action") and not result.get("NotAction"):
        raise InputError(f"{where} has no Action: name the actions, such as s3:GetObject")
    if statement.get("Principal"):
        result["Principal"] = _principal(statement["Principal"], f"{where}.Principal")
    if statement.get("Condition"):
        result["Condition"] = _condition(statement["Condition"], f"{where}.Condition")
    if statement.get("Sid"):
        result["Sid"] = statement["Sid"]
    return result


def canonical(policy: t.Any, where: str = "policy") -> Document:
    """Return a policy document so written that documents with the same meaning are equal.

    Takes a dictionary or its JSON text. Raises InputError, naming *where*, if it has not the form of a policy; which
    actions, resources and conditions exist is left to the server, which knows its own.
    """
    if isinstance(policy, str):
        try:
            policy = json.loads(policy)
        except ValueError as error:
            raise InputError(f"{where} is not JSON: {error}") from None
    if not isinstance(policy, dict):
        raise InputError(f"{where} is no dictionary: give a policy document with Version and Statement")
    unknown = sorted(set(policy) - POLICY_KEYS)
    if unknown:
        raise InputError(f"{where} has {unknown[0]!r}: a policy may have Version, ID and Statement")
    version = policy.get("Version") or VERSION
    if version != VERSION:
        raise InputError(f"{where}.Version is {version!r}: only {VERSION!r} is known")
    statements = policy.get("Statement")
    if isinstance(statements, dict):
        statements = [statements]
    if not isinstance(statements, list) or not statements:
        raise InputError(f"{where}.Statement is empty: give at least one statement")
    texts = {
        json.dumps(canonical_statement(statement, f"{where}.Statement[{number}]"), sort_keys=True)
        for number, statement in enumerate(statements)
    }
    return {"Version": version, "Statement": [json.loads(text) for text in sorted(texts)]}


def stored(document: t.Any) -> Document:
    """Return a document that the server holds in canonical form; as it is if it has a form unknown here."""
    try:
        return canonical(document)
    except InputError:
        return {"Statement": document}


def _limits_sources(condition: t.Mapping[str, t.Mapping[str, t.Sequence[str]]]) -> bool:
    networks = [
        value
        for operator, keys in condition.items()
        for key, values in keys.items()
        for value in values
        if operator == "IpAddress" and key.lower() == "aws:sourceip"
    ]
    return bool(networks) and not any(network.endswith("/0") for network in networks)


def is_for_everybody(statement: Document) -> bool:
    """Return whether a statement of a bucket's policy allows something to everybody from everywhere.

    Only a condition on the client's address limits who "*" is: all others the client can fulfil as it likes.
    """
    if statement["Effect"] != "Allow" or "*" not in statement.get("Principal", []):
        return False
    return not _limits_sources(statement.get("Condition") or {})
