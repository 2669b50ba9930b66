# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Policies, users, groups and their policies at the server."""

from __future__ import annotations

import functools
import typing as t

from .._errors import InputError
from . import bulk, policies, secrets
from .client import ApiError, Client
from .credentials import Standing
from .sync import Entry, Kind, State, Write

BUILT_IN_POLICIES = ("consoleAdmin", "diagnostics", "readonly", "readwrite", "writeonly")


# what a server whose LDAP is off, or one too old to know it, answers to questions about LDAP
NO_LDAP = ("XMinioIAMActionNotAllowed", "XMinioLDAPNotEnabled", "NotImplemented")


def has_ldap(client: Client) -> bool:
    """Return whether the process that answers has loaded LDAP."""
    try:
        policy_mappings(client, "ldap")
    except ApiError as error:
        if error.code in NO_LDAP:
            return False
        raise
    return True


def is_directory_name(name: str) -> bool:
    """Return whether a user is one of an LDAP directory: the server's own cannot have an equals sign in their names."""
    return "=" in name


class Policies(Kind):
    """Named policies."""

    noun = "policy"

    def __init__(self, client: Client) -> None:
        """Ask *client*."""
        self._client = client
        self._standing = Standing(client)

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return all policies in canonical form."""
        documents = self._client.admin("GET", "list-canned-policies", "list policies") or {}
        return {name: policies.stored(document) for name, document in documents.items()}

    def wanted(self, entry: Entry, before: t.Optional[State]) -> State:
        """Return the canonical document."""
        name = entry["name"]
        if not entry["policy"]:
            raise InputError(f"policy {name!r} has no document: give it in 'policy'")
        if "," in name or name != name.strip():
            raise InputError(
                f"policy {name!r} has a comma or a space at its edge: the server separates names by commas"
            )
        return policies.canonical(entry["policy"], f"policy {name!r}")

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Put the whole document."""
        name = entry["name"]
        self._client.admin("PUT", "add-canned-policy", f"write policy {name}", {"name": name}, after)

    def remove(self, name: str, before: State) -> None:
        """Remove the policy; the server refuses as long as a user or group has it."""
        self._client.admin("DELETE", "remove-canned-policy", f"remove policy {name}", {"name": name})

    def protected(self) -> t.Collection[str]:
        """Return the policies that the server brings back at its next start."""
        return BUILT_IN_POLICIES

    def own(self) -> t.Collection[str]:
        """Return the policies of the account this module works as."""
        return self._standing.policies


class _Own(Kind):
    """Users and groups of the server's own, which there are none of with LDAP."""

    _client: Client

    @functools.cached_property
    def _has_ldap(self) -> bool:
        return has_ldap(self._client)

    def _refuse_with_ldap(self, name: str) -> None:
        """Raise InputError where the server takes nobody of its own any more; asked once for all that are new."""
        if self._has_ldap:
            raise InputError(
                f"{self.noun} {name!r} cannot be made: MinIO has LDAP on, and then takes no users and groups of its own; put it into the directory"
            )


class Users(_Own):
    """Users of MinIO's own identity provider."""

    noun = "user"

    def __init__(self, client: Client, update_secret: str = "on_create") -> None:
        """Ask *client*; *update_secret* is "on_create" or "always"."""
        self._client = client
        self._standing = Standing(client)
        self._update_secret = update_secret

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return the status of all users."""
        users = self._client.admin("GET", "list-users", "list users", encrypted=True) or {}
        # with LDAP on, those of the directory that have policies are listed as well
        own = {name: user for name, user in users.items() if not is_directory_name(name)}
        return {name: {"enabled": user.get("status") != "disabled"} for name, user in own.items()}

    def wanted(self, entry: Entry, before: t.Optional[State]) -> State:
        """Return the status, and a mark if the secret would be set."""
        name = entry["name"]
        if name == self._client.access_key:
            raise InputError(f"user {name!r} is the one this module works as: it cannot change itself")
        if before is None:
            self._refuse_with_ldap(name)
        enabled = entry["enabled"]
        if enabled is None:
            enabled = before is None or before["enabled"]
        if before and not enabled and name in self._standing.users:
            raise InputError(f"user {name!r} has the access key that this module works by: it cannot be disabled")
        after: State = {"enabled": enabled}
        if secrets.needed(self._client, self._update_secret, "user", name, entry["secret_key"], before is None):
            after["secret_key"] = secrets.MARK
        return after

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Set secret and status, or the status alone."""
        name, status = entry["name"], "enabled" if after["enabled"] else "disabled"
        if "secret_key" in after:
            body = {"secretKey": entry["secret_key"], "status": status}
            self._client.admin("PUT", "add-user", f"write user {name}", {"accessKey": name}, body, encrypted=True)
        else:
            query = {"accessKey": name, "status": status}
            self._client.admin("PUT", "set-user-status", f"set the status of user {name}", query)

    def write_all(self, writes: t.Sequence[Write]) -> None:
        """Write many users with their secrets in one call, the others one by one."""
        many = {entry["name"]: entry["secret_key"] for entry, _before, after in writes if "secret_key" in after}
        enabled = {entry["name"]: after["enabled"] for entry, _before, after in writes}
        written = bulk.users(self._client, many, enabled) if len(many) >= bulk.MANY else set()
        super().write_all([write for write in writes if write[0]["name"] not in written])

    def remove(self, name: str, before: State) -> None:
        """Remove the user, its service accounts included."""
        self._client.admin("DELETE", "remove-user", f"remove user {name}", {"accessKey": name})

    def own(self) -> t.Collection[str]:
        """Return the account this module works as, and its parent."""
        return self._standing.users


class Groups(_Own):
    """Groups of MinIO's own identity provider."""

    noun = "group"

    def __init__(self, client: Client) -> None:
        """Ask *client*."""
        self._client = client
        self._standing = Standing(client)

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return members and status of all groups."""
        groups = {}
        for name in self._client.admin("GET", "groups", "list groups") or []:
            group = self._client.admin("GET", "group", f"read group {name}", {"group": name})
            groups[name] = {
                "members": sorted(group.get("members") or []),
                "enabled": group.get("status") != "disabled",
            }
        return groups

    def wanted(self, entry: Entry, before: t.Optional[State]) -> State:
        """Return members and status."""
        if before is None:
            self._refuse_with_ldap(entry["name"])
        old = before or {"members": [], "enabled": True}
        members = sorted(set(entry["members"])) if entry["members"] is not None else old["members"]
        enabled = old["enabled"] if entry["enabled"] is None else entry["enabled"]
        less = set(old["members"]) - set(members) if enabled else set(old["members"])
        if less.intersection(self._standing.users if less else ()):
            raise InputError(
                f"group {entry['name']!r} has the account that this module works as, which would lose its rights"
            )
        return {"members": members, "enabled": enabled}

    def _members(self, name: str, members: t.Sequence[str], remove: bool) -> None:
        body = {"group": name, "members": sorted(members), "isRemove": remove}
        self._client.admin("PUT", "update-group-members", f"write the members of group {name}", body=body)

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Add what is missing, take out what is too much, set the status."""
        name = entry["name"]
        old = set(before["members"]) if before else set()
        added, surplus = set(after["members"]) - old, old - set(after["members"])
        if added or before is None:
            self._members(name, sorted(added), remove=False)
        # an empty list of members to remove would remove the group
        if surplus:
            self._members(name, sorted(surplus), remove=True)
        if after["enabled"] != (before["enabled"] if before else True):
            query = {"group": name, "status": "enabled" if after["enabled"] else "disabled"}
            self._client.admin("PUT", "set-group-status", f"set the status of group {name}", query)

    def remove(self, name: str, before: State) -> None:
        """Take out all members, then remove the group: the server refuses one that has members."""
        if before["members"]:
            self._members(name, before["members"], remove=True)
        self._members(name, [], remove=True)

    def own(self) -> t.Collection[str]:
        """Return the groups of the account this module works as."""
        return self._standing.groups


def policy_mappings(client: Client, provider: str = "builtin") -> t.List[t.Dict[str, t.Any]]:
    """Return who has each policy: elements with policy, users and groups. *provider* is "builtin" or "ldap"."""
    # asked for nothing in particular the server answers by policy, and then tells all
    answer = client.admin("GET", f"idp/{provider}/policy-entities", "read who has which policy", encrypted=True)
    return answer.get("policyMappings") or []


class Attachments(Kind):
    """The policies of users and groups; an object is named "user:alice" or "group:staff"."""

    noun = "entity"
    key = "entity"
    provider = "builtin"

    def __init__(self, client: Client) -> None:
        """Ask *client*."""
        self._client = client
        self._standing = Standing(client)

    @staticmethod
    def entries(attachments: t.Sequence[Entry]) -> t.List[Entry]:
        """Return the elements of the option with their entity."""
        return [
            {
                **attachment,
                "entity": f"user:{attachment['user']}" if attachment["user"] else f"group:{attachment['group']}",
            }
            for attachment in attachments
        ]

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return the policies of every user and group that has one."""
        result: t.Dict[str, State] = {}
        for mapping in policy_mappings(self._client, self.provider):
            for kind in ("user", "group"):
                for name in mapping.get(f"{kind}s") or []:
                    result.setdefault(f"{kind}:{name}", {"policies": []})["policies"].append(mapping["policy"])
        return {entity: {"policies": sorted(state["policies"])} for entity, state in result.items()}

    def wanted(self, entry: Entry, before: t.Optional[State]) -> t.Optional[State]:
        """Return the listed policies; None for an empty list, as the server keeps no empty mapping."""
        lost = sorted(set(before["policies"] if before else ()).difference(entry["policies"]))
        if lost and entry["entity"] in self._standing.entities:
            raise InputError(
                f"{entry['entity']} gives {', '.join(lost)} to the account that this module works as: keep it"
            )
        return {"policies": sorted(set(entry["policies"]))} if entry["policies"] else None

    def _call(self, operation: str, entity: str, names: t.Sequence[str]) -> None:
        kind, _colon, name = entity.partition(":")
        self._client.admin(
            "POST",
            f"idp/{self.provider}/policy/{operation}",
            f"{operation} {', '.join(names)} {'to' if operation == 'attach' else 'from'} {kind} {name}",
            body={"policies": list(names), kind: name},
            encrypted=True,
        )

    def _set(self, entity: str, names: t.Sequence[str]) -> bool:
        """Set all policies of an entity in the older call, which does in one step, and at a small part of the cost, what else takes two.

        Returns False where the server does not know it or does not allow it.
        """
        kind, _colon, name = entity.partition(":")
        query = {"policyName": ",".join(names), "userOrGroup": name, "isGroup": str(kind == "group").lower()}
        doing = f"give {', '.join(names) or 'no policy'} to {kind} {name}"
        try:
            self._client.admin("PUT", "set-user-or-group-policy", doing, query)
        except ApiError as error:
            if error.code == "AccessDenied" or error.status in (404, 405, 426):
                return False
            raise
        return True

    def write_all(self, writes: t.Sequence[Write]) -> None:
        """Write the first in the call that only the server's own provider answers, then the others in the one that is faster."""
        for number, (entry, before, after) in enumerate(writes):
            one_step = number > 0 and self.provider == "builtin"
            if not one_step or not self._set(entry["entity"], after["policies"] if after else []):
                self.write(entry, before, after)

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Attach what is missing before what is too much is detached, so that nobody is without rights in between."""
        old = set(before["policies"]) if before else set()
        new = set(after["policies"]) if after else set()
        if new - old:
            self._call("attach", entry["entity"], sorted(new - old))
        if old - new:
            self._call("detach", entry["entity"], sorted(old - new))

    def remove(self, name: str, before: State) -> None:
        """Detach all policies."""
        self._call("detach", name, before["policies"])

    def own(self) -> t.Collection[str]:
        """Return the account this module works as, its parent and its groups."""
        return self._standing.entities
