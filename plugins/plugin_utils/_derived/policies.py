# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What policies amount to: who may do everything, which documents give more than they seem to, what differs from the inventory."""

from __future__ import annotations

import fnmatch
import typing as t

from ...module_utils._errors import HardeningError, InputError
from ...module_utils._minio.policies import canonical

Facts = t.Dict[str, t.Any]
Statements = t.List[Facts]

ARN = "arn:aws:s3:::"
# who may do all of these everywhere may do everything with data
EVERYTHING = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteBucket", "s3:PutBucketPolicy")
# who may do one of these can give himself every right, or read the secrets of others
ADMINISTRATION = (
    "admin:AddUserToGroup",
    "admin:AttachUserOrGroupPolicy",
    "admin:ConfigUpdate",
    "admin:CreatePolicy",
    "admin:CreateServiceAccount",
    "admin:CreateUser",
    "admin:ExportIAM",
    "admin:ImportBucketMetadata",
    "admin:ImportIAM",
    "admin:InspectData",
    "admin:ServerUpdate",
    "admin:SiteReplicationAdd",
    "admin:SiteReplicationOperation",
    "admin:UpdatePolicyAssociation",
    "admin:UpdateServiceAccount",
)
KEYS = ("kms:CreateKey", "kms:DeleteKey", "kms:ImportKey")
# rights on a bucket that an object's resource should not give
BUCKET_ACTIONS = (
    "s3:CreateBucket",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:ForceDeleteBucket",
    "s3:GetBucketPolicy",
    "s3:ListBucket",
    "s3:PutBucketNotification",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketPolicy",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
)


def _matches(pattern: str, text: str) -> bool:
    """Compare as the server does: only * and ? are special."""
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))


def _allows(statement: Facts, action: str) -> bool:
    if statement["Effect"] != "Allow":
        return False
    if statement.get("NotAction"):
        return not any(_matches(pattern, action) for pattern in statement["NotAction"])
    return any(_matches(pattern, action) for pattern in statement.get("Action", []))


def _everywhere(statement: Facts) -> bool:
    """Tell whether a statement is for all buckets and objects; one that only names exceptions is."""
    resources = statement.get("Resource", [])
    return bool(statement.get("NotResource")) or any(
        not resource.replace(ARN, "").strip("*/") for resource in resources
    )


def unlimited(statements: Statements) -> list[str]:
    """Return why somebody with these statements may do everything; empty if not. Denials and conditions are not credited."""
    data = [statement for statement in statements if _everywhere(statement)]
    reasons = []
    if all(any(_allows(statement, action) for statement in data) for action in EVERYTHING):
        reasons.append("everything with all buckets")
    administration = [
        action for action in ADMINISTRATION if any(_allows(statement, action) for statement in statements)
    ]
    if administration:
        reasons.append("admin:*" if len(administration) == len(ADMINISTRATION) else ", ".join(administration))
    keys = [action for action in KEYS if any(_allows(statement, action) for statement in statements)]
    if keys:
        reasons.append("kms:*" if len(keys) == len(KEYS) else ", ".join(keys))
    return reasons


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
    judged = {name: unlimited(_statements(documents, policies)) for name, policies in sorted(holders.items())}
    return [{"name": name, "may": reasons} for name, reasons in judged.items() if reasons]


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


def _bucket_of(resource: str) -> str | None:
    """Return the bucket of a resource that covers all objects of a bucket, None for any other."""
    bucket, slash, rest = resource.replace(ARN, "").partition("/")
    return bucket if slash and not rest.strip("*") else None


def careless(statements: Statements) -> list[str]:
    """Return the actions on buckets that a policy gives only through a resource such as bucket/*.

    The server takes bucket/* for the bucket as well, so that a right meant for objects deletes the bucket.
    """
    found = set()
    for statement in statements:
        for bucket in filter(None, map(_bucket_of, statement.get("Resource", []))):
            for action in BUCKET_ACTIONS:
                if _allows(statement, action) and not _given(statements, action, bucket):
                    found.add(f"{action} on {bucket}")
    return sorted(found)


def _given(statements: Statements, action: str, bucket: str) -> bool:
    """Tell whether an action is given on the bucket itself, so that it is meant."""
    return any(
        _allows(statement, action) and any(_matches(name, bucket) for name in _bucket_resources(statement))
        for statement in statements
    )


def _bucket_resources(statement: Facts) -> list[str]:
    return [
        name for name in (resource.replace(ARN, "") for resource in statement.get("Resource", [])) if "/" not in name
    ]


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
    wanted = _present(declared, "minio_idp_policies")
    for name, entry in sorted(wanted.items()):
        try:
            document = canonical(entry["policy"], f"policy {name!r}")
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
        statements = _statements({"it": bucket["policy"] or {}}, ["it"])
        gives = careless(statements)
        if bucket["open"] and bucket["name"] not in public:
            gives.append("something to everybody from everywhere")
        judged[f"bucket {bucket['name']}"] = gives
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
