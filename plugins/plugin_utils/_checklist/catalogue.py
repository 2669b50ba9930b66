# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The items and checks of plugins/checklist.yml, with their expressions compiled."""

from __future__ import annotations

import functools
import pathlib
import typing as t
from dataclasses import dataclass

from ansible.module_utils.common.yaml import yaml_load

from .._libraries import library

DATA = pathlib.Path(__file__).parents[2] / "checklist.yml"


@dataclass(frozen=True)
class Check:
    """One thing that must be seen before its item counts as done."""

    id: str
    title: str
    severity: str
    scope: str
    expect: t.Any
    seen: t.Any
    remedy: str
    applies: t.Any = None
    otherwise: str | None = None
    asks: str | None = None
    pending: t.Any = None
    waits: str | None = None
    agreement: tuple[str, ...] = ()
    exposure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A row of MinIO's Security Checklist, or of what this collection adds."""

    id: str
    section: str
    title: str
    role: str
    checks: tuple[Check, ...]
    not_applicable: str | None = None


def _check(entry: dict) -> Check:
    jmespath = library("jmespath")
    compiled = {key: jmespath.compile(entry[key]) for key in ("expect", "seen", "applies", "pending") if key in entry}
    lists = {key: tuple(entry.get(key, ())) for key in ("agreement", "exposure")}
    return Check(**{**entry, **compiled, **lists})


@functools.lru_cache(maxsize=1)
def load() -> tuple[Item, ...]:
    """Return all items, in the order of the file."""
    entries = yaml_load(DATA.read_text(encoding="utf-8"))
    return tuple(Item(**{**entry, "checks": tuple(map(_check, entry["checks"]))}) for entry in entries)


def checks(*scopes: str) -> list[Check]:
    """Return the checks of some scopes ("node", "kes", "cluster"), of all where none is named."""
    return [check for item in load() for check in item.checks if not scopes or check.scope in scopes]


def declarations() -> list[str]:
    """Return the names of the variables that checks compare the evidence with."""
    return sorted({name for check in checks() for name in (*check.agreement, *check.exposure)})
