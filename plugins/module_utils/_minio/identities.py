# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Who there is and who may do what: users, groups, policies, service accounts. Never a secret."""

from __future__ import annotations

import typing as t

from . import policies, resave, service_accounts
from .client import ApiError, Client
from .kinds import BUILT_IN_POLICIES, Groups, Policies, is_directory_name, policy_mappings

Facts = t.Dict[str, t.Any]


def _mapped(client: Client, provider: str) -> t.Dict[str, t.Dict[str, t.List[str]]]:
    """Return the policies of users and of groups by name."""
    result: t.Dict[str, t.Dict[str, t.List[str]]] = {"users": {}, "groups": {}}
    for mapping in policy_mappings(client, provider):
        for kind, names in result.items():
            for name in mapping.get(kind) or []:
                names.setdefault(name, []).append(mapping["policy"])
    return result


def _users(client: Client, mapped: t.Dict[str, t.List[str]]) -> t.List[Facts]:
    users = client.admin("GET", "list-users", "list users", encrypted=True) or {}
    return [
        {
            "name": name,
            "enabled": user.get("status") != "disabled",
            "groups": sorted(user.get("memberOf") or []),
            "policies": sorted(mapped.get(name, [])),
        }
        for name, user in sorted(users.items())
        # with LDAP on, those of the directory that have policies are listed as well
        if not is_directory_name(name)
    ]


def _groups(client: Client, mapped: t.Dict[str, t.List[str]]) -> t.List[Facts]:
    groups = Groups(client).read(())
    return [{"name": name, **group, "policies": sorted(mapped.get(name, []))} for name, group in sorted(groups.items())]


def _ldap(client: Client) -> t.Optional[t.Dict[str, t.List[Facts]]]:
    """Return the users and groups of LDAP that have policies; None where LDAP is off."""
    try:
        mapped = _mapped(client, "ldap")
    except ApiError as error:
        if error.code in service_accounts.NO_PROVIDER:
            return None
        raise
    return {
        kind: [{"name": name, "policies": sorted(found)} for name, found in sorted(names.items())]
        for kind, names in mapped.items()
    }


def _without_policy(users: t.Sequence[Facts], groups: t.Sequence[Facts]) -> t.List[str]:
    giving = {group["name"] for group in groups if group["enabled"] and group["policies"]}
    return [
        user["name"]
        for user in users
        if user["enabled"] and not user["policies"] and not giving.intersection(user["groups"])
    ]


def read(client: Client) -> Facts:
    """Return users, groups, policies and service accounts, and what follows from them at once."""
    mapped = _mapped(client, "builtin")
    users, groups, ldap = _users(client, mapped["users"]), _groups(client, mapped["groups"]), _ldap(client)
    documents = Policies(client).read(())
    keys = service_accounts.all_keys(client)
    known = {user["name"] for user in users}
    if ldap is None:
        with_policy = [f"group:{group['name']}" for group in groups if group["enabled"] and group["policies"]]
    else:
        # the server's own groups have no members then, whatever policies they have
        with_policy = [f"ldap:{group['name']}" for group in ldap["groups"]]
    return {
        "users": users,
        "groups": groups,
        "ldap": ldap,
        "policies": dict(sorted(documents.items())),
        "built_in_policies": [name for name in BUILT_IN_POLICIES if name in documents],
        "service_accounts": [
            {
                "access_key": key["accessKey"],
                "parent": parent,
                "expiration": service_accounts.timestamp(key.get("expiration")),
            }
            for parent, found in sorted(keys.service_accounts.items())
            for key in found
        ],
        "temporary": resave.pending(keys.temporary),
        "groups_with_policy": with_policy,
        "users_without_policy": _without_policy(users, groups),
        "root_access_keys": service_accounts.of_root(keys.own, known),
    }


def bucket_is_open(document: t.Optional[policies.Document]) -> bool:
    """Return whether a bucket's policy allows anything to everybody from everywhere."""
    return any(policies.is_for_everybody(statement) for statement in (document or {}).get("Statement") or [])
