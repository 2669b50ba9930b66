# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What policies amount to: who may do everything, which documents give more than they seem to, what differs from the inventory."""

from __future__ import annotations

import typing as t

from ...module_utils._errors import HardeningError, InputError
from ...module_utils._minio.policies import canonical
from .._policies import documents as sources
from .._policies import rights

Facts = t.Dict[str, t.Any]
Statements = t.List[Facts]

FOLDER = "inventory_dir"
"""Variable with the folder at which relative paths of declared files begin."""


def _statements(documents: t.Mapping[str, Facts], names: t.Iterable[str]) -> Statements:
    """Return the statements of named policies; a policy that is not there gives no right."""
    found: Statements = []
    for name in names:
        statements = documents.get(name, {}).get("Statement", [])
        if not isinstance(statements, list) or not all("Effect" in statement for statement in statements):
            raise HardeningError(f"policy {name} has a form that cannot be judged")
        found += statements
    return found


def _unlimited_holders(documents: t.Mapping[str, Facts], holders: t.Mapping[str, t.Iterable[str]]) -> list[Facts]:
    # thousands of users share few sets of policies
    judged: dict[frozenset[str], list[str]] = {}
    found = []
    for name, policies in sorted(holders.items()):
        having = frozenset(policies)
        if having not in judged:
            judged[having] = rights.unlimited(_statements(documents, sorted(having)))
        if judged[having]:
            found.append({"name": name, "may": judged[having]})
    return found


def _groups(identities: Facts) -> dict[str, list[str]]:
    groups = {group["name"]: group["policies"] for group in identities["groups"] if group["enabled"]}
    return {**groups, **{group["name"]: group["policies"] for group in (identities["ldap"] or {}).get("groups", [])}}


def _users(identities: Facts, admin_groups: t.Collection[str]) -> dict[str, list[str]]:
    """Return the policies of enabled users; those that come through a declared admin group are the group's affair."""
    groups = {name: policies for name, policies in _groups(identities).items() if name not in admin_groups}
    users = {
        user["name"]: [*user["policies"], *(name for group in user["groups"] for name in groups.get(group, []))]
        for user in identities["users"]
        if user["enabled"]
    }
    return {**users, **{user["name"]: user["policies"] for user in (identities["ldap"] or {}).get("users", [])}}


def careless(statements: Statements) -> list[str]:
    """Return the actions on buckets that a policy gives only through a resource such as bucket/*."""
    found: set[str] = set()
    for statement in statements:
        for bucket, actions in rights.through_objects(statement, statements).items():
            found.update(f"{action} on {bucket}" for action in actions)
    return sorted(found)


def _names(value: t.Any, variable: str) -> list[str]:
    """Return a declared list of names."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise HardeningError(f"{variable} is {value!r}: give a list of names")
    return value


def _present(declared: Facts, variable: str) -> dict[str, Facts]:
    return {
        entry["name"]: entry for entry in declared.get(variable) or [] if entry.get("state", "present") == "present"
    }


def _absent(declared: Facts, variable: str) -> set[str]:
    return {entry["name"] for entry in declared.get(variable) or [] if entry.get("state") == "absent"}


def _policy_drift(identities: Facts, declared: Facts) -> t.Iterator[str]:
    wanted, folder = _present(declared, "minio_idp_policies"), str(declared.get(FOLDER) or "")
    for name, entry in sorted(wanted.items()):
        try:
            document = canonical(sources.of_entry(entry, folder, f"policy {name!r}"), f"policy {name!r}")
        except InputError as error:
            raise HardeningError(str(error)) from None
        if name not in identities["policies"]:
            yield f"policy {name} is missing"
        elif identities["policies"][name] != document:
            yield f"policy {name} differs"
    for name in sorted(_absent(declared, "minio_idp_policies") & set(identities["policies"])):
        yield f"policy {name} is there"
    if "policies" in (declared.get("minio_idp_exclusive") or []):
        for name in sorted(set(identities["policies"]) - set(wanted) - set(identities["built_in_policies"])):
            yield f"policy {name} is not declared"


def _group_drift(identities: Facts, declared: Facts) -> t.Iterator[str]:
    if "minio_idp_groups" not in declared:
        return
    wanted, found = _present(declared, "minio_idp_groups"), {group["name"]: group for group in identities["groups"]}
    for name, entry in sorted(wanted.items()):
        if name not in found:
            yield f"group {name} is missing"
        elif entry.get("members") is not None and sorted(set(entry["members"])) != found[name]["members"]:
            yield f"group {name} has other members"
    for name in sorted(_absent(declared, "minio_idp_groups") & set(found)):
        yield f"group {name} is there"
    if "groups" in (declared.get("minio_idp_exclusive") or []):
        for name in sorted(set(found) - set(wanted)):
            yield f"group {name} is not declared"


def _attachment_drift(identities: Facts, declared: Facts) -> t.Iterator[str]:
    if "minio_idp_policy_attachments" not in declared:
        return
    found = {(kind, one["name"]): one["policies"] for kind in ("user", "group") for one in identities[f"{kind}s"]}
    for entry in declared["minio_idp_policy_attachments"] or []:
        who = ("user", entry["user"]) if entry.get("user") else ("group", entry["group"])
        if found.get(who, []) != sorted(set(entry["policies"])):
            yield f"{' '.join(who)} has other policies"


def _asked(document: Facts) -> Facts:
    cluster = document["cluster"]
    if not cluster:
        raise HardeningError("the cluster was not asked")
    if "error" in cluster:
        raise HardeningError(cluster["error"])
    return cluster


def _part(cluster: Facts, name: str) -> t.Any:
    found = cluster.get(name)
    if found is None or (isinstance(found, dict) and "error" in found):
        raise HardeningError((found or {}).get("error") or f"the cluster did not tell its {name}")
    return found


def _careless(identities: Facts, buckets: list[Facts], public: t.Collection[str]) -> list[Facts]:
    """Return policies, those of buckets included, that give more than they seem to."""
    documents = identities["policies"]
    own = sorted(set(documents) - set(identities["built_in_policies"]))
    judged = {f"policy {name}": careless(_statements(documents, [name])) for name in own}
    for bucket in buckets:
        # there the server does not take bucket/* for the bucket
        if bucket["open"] and bucket["name"] not in public:
            judged[f"bucket {bucket['name']}"] = ["something to everybody from everywhere"]
    return [{"policy": name, "gives": gives} for name, gives in judged.items() if gives]


def _derive(cluster: Facts, declared: Facts) -> Facts:
    identities, buckets = _part(cluster, "identities"), _part(cluster, "buckets")
    documents = identities["policies"]
    admin_groups = _names(declared.get("minio_checklist_admin_groups"), "minio_checklist_admin_groups")
    admins = _names(declared.get("minio_checklist_admins"), "minio_checklist_admins")
    public = _names(declared.get("minio_checklist_public_buckets"), "minio_checklist_public_buckets")
    groups = {name: names for name, names in _groups(identities).items() if name not in admin_groups}
    users = {name: names for name, names in _users(identities, admin_groups).items() if name not in admins}
    drifts = (_policy_drift, _group_drift, _attachment_drift)
    return {
        "unlimited_groups": _unlimited_holders(documents, groups),
        "unlimited_users": _unlimited_holders(documents, users),
        "careless": _careless(identities, buckets, public),
        "public_buckets": [bucket["name"] for bucket in buckets if bucket["open"] and bucket["name"] not in public],
        "drift": [sentence for drift in drifts for sentence in drift(identities, declared)],
    }


def derive(document: Facts, declared: Facts) -> Facts:
    """Return who may do everything without being declared, careless policies, public buckets and what differs from the inventory.

    Raises HardeningError where the cluster did not tell what is needed.
    """
    cluster = _asked(document)
    try:
        return _derive(cluster, declared)
    except (KeyError, TypeError, AttributeError) as error:
        raise HardeningError(
            f"the cluster's description or a declared variable has an unknown form ({error!r})"
        ) from None
