# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The policies that an inventory declares: where their documents are, what is wrong with them, and what speaks against them."""

from __future__ import annotations

import typing as t

from ...module_utils._errors import HardeningError
from . import documents, lint, validate

Entries = t.Sequence[t.Mapping[str, t.Any]]
Wanted = t.Mapping[str, Entries]


def problems(wanted: Wanted, folder: str, flavour: str | None) -> t.Iterator[str]:
    """Yield one sentence for everything that is wrong with the documents of policies and service accounts."""
    for kind, key in (("policies", "name"), ("service_accounts", "access_key")):
        for entry in wanted[kind]:
            where = f"minio_idp_{kind} {entry[key]!r}"
            try:
                document = documents.of_entry(entry, folder, where)
            except HardeningError as error:
                yield str(error)
                continue
            needed = kind == "policies" and entry.get("state", "present") == "present"
            if document is not None or needed:
                yield from validate.sentences(document or {}, where, flavour=flavour)


def _is_for_admins(policy: str, attachments: Entries, groups: t.Collection[str], users: t.Collection[str]) -> bool:
    """Tell whether a policy is given to declared administrators, and to nobody else."""
    holders = [entry for entry in attachments if policy in entry["policies"]]
    return bool(holders) and all(entry.get("group") in groups or entry.get("user") in users for entry in holders)


def findings(
    wanted: Wanted, folder: str, flavour: str | None, admin_groups: t.Collection[str], admins: t.Collection[str]
) -> list[lint.Finding]:
    """Return what speaks against declared policies that are right; each has the policy's name besides what lint tells."""
    found = []
    for entry in wanted["policies"]:
        if entry.get("state", "present") != "present":
            continue
        name = entry["name"]
        where = f"minio_idp_policies {name!r}"
        options = lint.Options(
            flavour=flavour, admin=_is_for_admins(name, wanted["policy_attachments"], admin_groups, admins)
        )
        document = documents.of_entry(entry, folder, where)
        found += [{**one, "policy": name} for one in lint.findings(document, where, options)]
    return found
