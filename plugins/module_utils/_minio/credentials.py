# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What a credential is to a server: whether it is taken, whose it is, and whether it may administer."""

from __future__ import annotations

import fnmatch
import functools
import typing as t

from . import policies, service_accounts
from .client import ApiError, Client

Facts = t.Dict[str, t.Any]

ACCEPTED, DISABLED, UNKNOWN, WRONG_SECRET = "accepted", "disabled", "unknown", "wrong_secret"
# the same code stands for a key that nobody knows and for one that is switched off; only the words differ
DISABLED_WORDS = "account is disabled"
NEEDED = (
    "admin:AttachUserOrGroupPolicy",
    "admin:ConfigUpdate",
    "admin:CreatePolicy",
    "admin:CreateUser",
    "admin:EnableUser",
    "admin:ListServiceAccounts",
    "admin:ListUsers",
    "admin:ServerInfo",
)
"""Who has all of these can give the others back: to somebody else, or to himself."""
NO_USER = ("XMinioAdminNoSuchUser", "XMinioIAMActionNotAllowed")


def _account(client: Client) -> Facts:
    """Return what the server tells any account of itself; the account of a service account is its parent."""
    return t.cast(Facts, client.admin("GET", "accountinfo", f"sign as {client.access_key}"))


def state(client: Client) -> str:
    """Return whether the server takes the credential of *client*, and if not, why."""
    try:
        _account(client)
    except ApiError as error:
        if error.code == "SignatureDoesNotMatch":
            return WRONG_SECRET
        if error.code in ("InvalidAccessKeyId", "XMinioInvalidIAMCredentials"):
            return DISABLED if DISABLED_WORDS in str(error) else UNKNOWN
        raise
    return ACCEPTED


def _user(client: Client, name: str) -> t.Optional[Facts]:
    """Return what the server tells of one of its own users, None where it is none of them."""
    try:
        return t.cast(Facts, client.admin("GET", "user-info", f"read user {name}", {"accessKey": name}))
    except ApiError as error:
        if error.code in NO_USER:
            return None
        raise


def access_key(client: Client, name: str) -> t.Optional[Facts]:
    """Return what the server tells of an access key, None where that is a user or root."""
    try:
        doing, query = f"read access key {name}", {"accessKey": name}
        return t.cast(Facts, client.admin("GET", "info-access-key", doing, query, encrypted=True))
    except ApiError as error:
        # who may not ask has no right that would matter here
        if error.code in ("XMinioAdminNoSuchAccessKey", "AccessDenied"):
            return None
        raise


def _matches(patterns: t.Iterable[str], action: str) -> bool:
    """Compare as the server does: only * and ? are special."""
    return any(fnmatch.fnmatchcase(action, pattern.replace("[", "[[]")) for pattern in patterns)


def allows(document: t.Optional[t.Mapping[str, t.Any]], action: str) -> bool:
    """Tell whether a policy allows an action for certain: a condition on what it allows does not count, one on a denial does."""
    if not document or not document.get("Statement"):
        return False
    allowed = False
    for statement in policies.canonical(dict(document))["Statement"]:
        named = statement.get("Action", [])
        covered = _matches(named, action) if named else not _matches(statement.get("NotAction", []), action)
        if covered and statement["Effect"] == "Deny":
            return False
        allowed = allowed or (covered and not statement.get("Condition"))
    return allowed


def root_access_keys(client: Client) -> t.List[Facts]:
    """Return the service accounts of root."""
    users = client.admin("GET", "list-users", "list users", encrypted=True) or {}
    return service_accounts.of_root(service_accounts.list_local_keys(client, "svcacc-only"), users)


def describe(client: Client) -> Facts:
    """Return state, kind, owner, provider, has_policy, lacks, administers and root_access_keys of a client's credential."""
    names = ("kind", "owner", "provider", "has_policy", "lacks", "root_access_keys")
    facts: Facts = {"state": state(client), "administers": False, **dict.fromkeys(names)}
    if facts["state"] != ACCEPTED:
        return facts
    account, key = _account(client), access_key(client, client.access_key)
    documents = [account.get("Policy")]
    if key and not key.get("impliedPolicy"):
        documents.append(service_accounts.session_policy(key))
    lacks = [action for action in NEEDED if not all(allows(document, action) for document in documents)]
    owner = account["AccountName"]
    if owner != client.access_key:
        kind = "service_account"
    else:
        # root may do everything, and is no user
        kind = "root" if not lacks and _user(client, owner) is None else "user"
    facts.update(kind=kind, owner=owner, provider=(key or {}).get("userProvider") or "builtin")
    facts.update(has_policy=bool((documents[0] or {}).get("Statement")), lacks=lacks, administers=not lacks)
    if not lacks:
        facts["root_access_keys"] = root_access_keys(client)
    return facts


class Standing:
    """What the account that a module works as depends on: taken away, nobody could go on."""

    def __init__(self, client: Client) -> None:
        """Ask *client*, once it matters."""
        self._client = client

    @functools.cached_property
    def users(self) -> t.Tuple[str, ...]:
        """The account itself, and for a service account its parent."""
        return tuple(dict.fromkeys((self._client.access_key, _account(self._client)["AccountName"])))

    @functools.cached_property
    def _owner(self) -> Facts:
        return _user(self._client, self.users[-1]) or {}

    @property
    def groups(self) -> t.Tuple[str, ...]:
        """The groups that it has its rights from."""
        return tuple(self._owner.get("memberOf") or ())

    @property
    def entities(self) -> t.Tuple[str, ...]:
        """Users and groups as policies are attached to them."""
        return (*(f"user:{name}" for name in self.users), *(f"group:{name}" for name in self.groups))

    @functools.cached_property
    def policies(self) -> t.Tuple[str, ...]:
        """Its policies, its own and those of its groups."""
        groups = [self._client.admin("GET", "group", f"read group {name}", {"group": name}) for name in self.groups]
        texts = [self._owner.get("policyName"), *(group.get("policy") for group in groups)]
        return tuple(name for text in texts for name in (text or "").split(",") if name)
