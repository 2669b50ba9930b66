# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The actions and condition keys of plugins/policy_actions.yml, and how the server matches patterns with them."""

from __future__ import annotations

import difflib
import functools
import pathlib
import re
import typing as t

from ansible.module_utils.common.yaml import yaml_load

DATA = pathlib.Path(__file__).parents[2] / "policy_actions.yml"
KINDS = ("s3", "admin", "kms", "sts")
FLAVOURS = ("silo", "upstream")
EVERY_ACTION = "*"
"""MinIO takes it for an action of STS, so that it looks at no resource, and matches it with every action there is."""


@functools.lru_cache(maxsize=1)
def load() -> dict[str, t.Any]:
    """Return what the data file holds."""
    return yaml_load(DATA.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=None)
def actions(kind: str, flavour: str | None = None) -> dict[str, dict[str, t.Any]]:
    """Return the actions of a kind that a server of that flavour knows; without one, those that any knows."""
    return {name: entry for name, entry in load()[kind].items() if flavour in (None, entry.get("only", flavour))}


@functools.lru_cache(maxsize=4096)
def _expression(pattern: str) -> re.Pattern:
    special = {"*": ".*", "?": "."}
    return re.compile("".join(special.get(character, re.escape(character)) for character in pattern), re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Compare as the server does: only * and ? are special, and the case counts."""
    return _expression(pattern).fullmatch(text) is not None


def is_pattern(text: str) -> bool:
    """Tell whether a text has a wildcard."""
    return "*" in text or "?" in text


@functools.lru_cache(maxsize=4096)
def matched(pattern: str, kind: str, flavour: str | None = None) -> tuple[str, ...]:
    """Return the actions of a kind that an action of a policy stands for."""
    return tuple(name for name in actions(kind, flavour) if matches(pattern, name))


@functools.lru_cache(maxsize=4096)
def kind_of(action: str) -> str | None:
    """Return the kind that the server takes an action for, whether it exists or not; None for one of no kind.

    A kind that is not checked further is returned as it is written, such as "s3tables".
    """
    if action == EVERY_ACTION:
        return "sts"
    prefix, colon, _rest = action.partition(":")
    if colon and (prefix in KINDS or prefix in load()["unchecked"]):
        return prefix
    return "s3" if matched(action, "s3") else None


def nearest(name: str, names: t.Iterable[str]) -> str:
    """Return words that name what was probably meant; empty where nothing is near."""
    by_lower = {one.lower(): one for one in names}
    close = difflib.get_close_matches(name.lower().rstrip("*?"), list(by_lower), 1, 0.6)
    return f", perhaps {by_lower[close[0]]} is meant" if close else ""
