# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Which verdicts a report has to have: a host that gives no evidence is unknown, never left out."""

from __future__ import annotations

import typing as t

from . import catalogue
from .judge import Verdict, verdict

GROUPS = {"node": "minio", "kes": "kes"}
PROGRAMS = {"node": "MinIO", "kes": "KES"}


def declared(host: str, groups: t.Mapping[str, t.Container[str]]) -> tuple[str, ...]:
    """Return what the inventory says that a host is: scopes of checks, none where it is in neither group."""
    return tuple(scope for scope, group in GROUPS.items() if host in groups.get(group, ()))


def supposed(host: str, groups: t.Mapping[str, t.Container[str]]) -> tuple[str, ...]:
    """Return what to take a host for that gave no evidence: where the inventory does not tell, a node."""
    return declared(host, groups) or ("node",)


def unknown(
    hosts: t.Iterable[str], groups: t.Mapping[str, t.Container[str]], reason: str
) -> dict[str, dict[str, Verdict]]:
    """Return the verdicts of a run in which nothing was judged, by host and check."""
    return {
        host: {check.id: verdict("unknown", reason) for check in catalogue.checks(*supposed(host, groups))}
        for host in hosts
    }
