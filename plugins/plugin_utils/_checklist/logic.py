# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What an expression says for certain, where facts that it reads are not known: logic of three values."""

from __future__ import annotations

import typing as t

from .._libraries import library

Node = t.Dict[str, t.Any]
Truth = t.Optional[bool]
NULL: Node = {"type": "literal", "value": None, "children": []}


def search(node: Node, document: t.Any) -> t.Any:
    """Evaluate a parsed expression; what cannot be evaluated because a fact is missing is None."""
    try:
        return library("jmespath.visitor").TreeInterpreter().visit(node, document)
    except library("jmespath.exceptions").JMESPathError:
        return None


def _is_known(node: Node, document: t.Any) -> bool:
    return search(node, document) is not None


def _has_holder(node: Node, document: t.Any) -> bool:
    """Tell whether what holds the fact that an expression names is known."""
    return node["type"] != "subexpression" or _is_known({**node, "children": node["children"][:-1]}, document)


def _operands_known(node: Node, document: t.Any) -> bool:
    """Tell whether the facts that a comparison or a function needs are known.

    One that is compared with null is meant to be missing at times, but what holds it has to be there.
    """
    if node["type"] == "function_expression":
        return node["value"] == "not_null" or all(_is_known(child, document) for child in node["children"])
    known = _has_holder if NULL in node["children"] else _is_known
    return all(child == NULL or known(child, document) for child in node["children"])


def certain(node: Node, document: t.Any) -> Truth:
    """Tell whether a parsed expression is true, or false, whatever the facts are that are not known; else None."""
    if node["type"] in ("and_expression", "or_expression"):
        decides = node["type"] == "or_expression"
        found = [certain(child, document) for child in node["children"]]
        return decides if decides in found else None if None in found else not decides
    if node["type"] == "not_expression":
        found = [certain(child, document) for child in node["children"]]
        return None if found[0] is None else not found[0]
    if node["type"] in ("comparator", "function_expression") and not _operands_known(node, document):
        return None
    value = search(node, document)
    return None if value is None else value is not False and value not in ("", [], {})
