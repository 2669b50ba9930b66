# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Service accounts (access keys) at the server."""

from __future__ import annotations

import json
import typing as t
from datetime import datetime, timedelta, timezone

from .._errors import InputError
from . import policies, secrets
from .client import ApiError, Client
from .sync import Entry, Kind, State

NEVER = "1970-01-01T00:00:00Z"
MISSING = ("XMinioInvalidIAMCredentials", "XMinioAdminServiceAccountNotFound", "XMinioAdminNoSuchUser")
INHERITED = "(that of the parent)"
LIFETIME = (timedelta(minutes=15), timedelta(days=365))
"""Shortest and longest life that the server gives a service account."""
LONGEST = LIFETIME[1].days - 1
"""Most days that a default may give: a server whose clock is behind would refuse the whole of it."""
# what a server without LDAP or OpenID, or one too old to list for it, answers to that list
NO_PROVIDER = ("XMinioIAMActionNotAllowed", "XMinioLDAPNotEnabled", "OpenIDNotEnabled", "NotImplemented")


def timestamp(text: t.Optional[str], where: str = "expiration") -> t.Optional[str]:
    """Return an ISO 8601 time as seconds in UTC, ending in Z; None for none and for the server's "never"."""
    if not text:
        return None
    try:
        # fromisoformat of Python 3.8 to 3.10 takes neither Z nor other than 3 or 6 digits after the point
        moment = datetime.fromisoformat(_without_fraction(text).replace("Z", "+00:00"))
    except ValueError:
        raise InputError(f"{where} is {text!r}: give a time such as 2027-03-31T00:00:00Z") from None
    if moment.tzinfo is None:
        raise InputError(f"{where} is {text!r}: give its time zone too, such as 2027-03-31T00:00:00Z")
    result = moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return None if moment.year <= 1970 else result


def _new_expiration(text: str, where: str) -> t.Optional[str]:
    """Return a time that the server takes for an account, None for "never"."""
    if text == "never":
        return None
    result = timestamp(text, f"{where}: expiration")
    now = datetime.now(timezone.utc)
    soonest, latest = ((now + delta).strftime("%Y-%m-%dT%H:%M:%SZ") for delta in LIFETIME)
    if result is None or not soonest <= result <= latest:
        raise InputError(
            f"{where}: expiration is {text!r}: the server takes 15 minutes to 365 days from now, or 'never'"
        )
    return result


def in_days(days: int) -> t.Optional[str]:
    """Return the last full hour of so many days from now, None for 0: a lifetime without an end."""
    if not days:
        return None
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y-%m-%dT%H:00:00Z")


def _without_fraction(text: str) -> str:
    head, point, tail = text.partition(".")
    return head + tail.lstrip("0123456789") if point else text


def info(client: Client, access_key: str) -> t.Optional[t.Dict[str, t.Any]]:
    """Return what the server tells of a service account, None if there is none of that name."""
    try:
        return client.admin(
            "GET",
            "info-service-account",
            f"read service account {access_key}",
            {"accessKey": access_key},
            encrypted=True,
        )
    except ApiError as error:
        if error.code in MISSING:
            return None
        raise


def session_policy(answer: t.Mapping[str, t.Any]) -> t.Optional[policies.Document]:
    """Return the account's own policy in canonical form, None if it has that of its parent."""
    return None if answer.get("impliedPolicy") else policies.stored(json.loads(answer["policy"]))


FIELDS = {"svcacc-only": "serviceAccounts", "sts-only": "stsKeys"}
ByParent = t.Dict[str, t.List[t.Dict[str, t.Any]]]


class Keys(t.NamedTuple):
    """Access keys by parent; each key has accessKey and expiration."""

    own: ByParent
    """Service accounts of the server's own users and of root."""
    service_accounts: ByParent
    """These, and those of LDAP and OpenID users."""
    temporary: ByParent


def _ask(client: Client, source: str, kind: str) -> t.Any:
    query = {"listType": kind, "all": "true", "allConfigs": "true"}
    return client.admin("GET", source, "list access keys", query, encrypted=True) or {}


def _of(answer: t.Any, kind: str) -> ByParent:
    result: ByParent = {}
    for parent, keys in _by_parent(answer, FIELDS[kind]):
        if keys:
            result.setdefault(parent, []).extend(keys)
    return result


def of_root(
    keys: t.Mapping[str, t.Sequence[t.Mapping[str, t.Any]]], users: t.Container[str]
) -> t.List[t.Dict[str, t.Any]]:
    """Return the keys of root out of those of the server's own users and of root: who is no user is root."""
    return [
        {"access_key": key["accessKey"], "parent": parent, "expiration": timestamp(key.get("expiration"))}
        for parent, found in sorted(keys.items())
        if parent not in users
        for key in found
    ]


def _of_providers(client: Client, kind: str) -> t.Iterator[t.Any]:
    """Yield what is answered for LDAP and OpenID, where they are in use."""
    for provider in ("ldap", "openid"):
        try:
            yield _ask(client, f"idp/{provider}/list-access-keys-bulk", kind)
        except ApiError as error:
            if error.code not in NO_PROVIDER:
                raise


def all_keys(client: Client) -> Keys:
    """Return all access keys in one call per provider: among thousands of users, the server looks long for each list."""
    own = _ask(client, "list-access-keys-bulk", "all")
    keys = Keys(*(_of(own, kind) for kind in ("svcacc-only", "svcacc-only", "sts-only")))
    for answer in _of_providers(client, "all"):
        for found, kind in ((keys.service_accounts, "svcacc-only"), (keys.temporary, "sts-only")):
            for parent, more in _of(answer, kind).items():
                found.setdefault(parent, []).extend(more)
    return keys


def list_local_keys(client: Client, kind: str) -> ByParent:
    """Return the access keys of one kind, "svcacc-only" or "sts-only", of the server's own users and of root."""
    return _of(_ask(client, "list-access-keys-bulk", kind), kind)


def list_keys(client: Client, kind: str) -> ByParent:
    """Return the access keys of list_local_keys() and those of LDAP and OpenID users."""
    result = list_local_keys(client, kind)
    for answer in _of_providers(client, kind):
        for parent, keys in _of(answer, kind).items():
            result.setdefault(parent, []).extend(keys)
    return result


def _by_parent(answer: t.Any, field: str) -> t.Iterator[t.Tuple[str, t.List[t.Dict[str, t.Any]]]]:
    if isinstance(answer, list):  # OpenID answers one element per provider
        for provider in answer:
            for user in provider.get("users") or []:
                yield user.get("minioAccessKey") or user.get("ID") or "", user.get(field) or []
        return
    for parent, keys in answer.items():
        yield parent, keys.get(field) or []


class ServiceAccounts(Kind):
    """Service accounts by their access keys."""

    noun = "service account"
    key = "access_key"

    def __init__(self, client: Client, update_secret: str = "on_create", lifetime: int = 0) -> None:
        """Ask *client*; *update_secret* is "on_create" or "always", *lifetime* days for new accounts, 0 for no limit."""
        self._client = client
        self._update_secret = update_secret
        if not 0 <= lifetime <= LONGEST:
            raise InputError(f"lifetime is {lifetime}: give 1 to {LONGEST} days, or 0 for no end")
        self._lifetime = lifetime

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return the state of the listed accounts, and that of all others as far as their parent."""
        states: t.Dict[str, State] = {}
        for parent, keys in list_keys(self._client, "svcacc-only").items():
            states.update({key["accessKey"]: {"parent": parent} for key in keys})
        for name in names:
            answer = info(self._client, name)
            if answer is None:
                states.pop(name, None)
                continue
            states[name] = {
                "parent": answer["parentUser"],
                "enabled": answer.get("accountStatus") == "on",
                "name": answer.get("name") or "",
                "description": answer.get("description") or "",
                "expiration": timestamp(answer.get("expiration")),
                "policy": session_policy(answer) or INHERITED,
            }
        return states

    def wanted(self, entry: Entry, before: t.Optional[State]) -> State:
        """Return the whole state; what the entry leaves open stays."""
        name = entry["access_key"]
        where = f"service account {name!r}"
        if name == self._client.access_key:
            raise InputError(f"{where} is the one this module works as: it cannot change itself")
        if before and entry["parent"] and entry["parent"] != before["parent"]:
            raise InputError(
                f"{where} belongs to {before['parent']!r}: it cannot be moved to {entry['parent']!r}, remove it first"
            )
        if not before and not entry["parent"]:
            raise InputError(f"{where} does not exist and has no parent: name the user that it belongs to")
        after: State = dict(
            before or {"enabled": True, "name": "", "description": "", "expiration": None, "policy": INHERITED}
        )
        after["parent"] = entry["parent"] or after["parent"]
        for option in ("enabled", "name", "description"):
            if entry[option] is not None:
                after[option] = entry[option]
        if entry["expiration"] is not None:
            expiration = (
                timestamp(entry["expiration"], f"{where}: expiration") if entry["expiration"] != "never" else None
            )
            # what is there already may lie nearer than what may be set anew
            if expiration != after["expiration"] or expiration is None:
                expiration = _new_expiration(entry["expiration"], where)
            after["expiration"] = expiration
        elif before is None:
            after["expiration"] = in_days(self._lifetime)
        if entry["policy"] is not None:
            after["policy"] = policies.canonical(entry["policy"], where) if entry["policy"] else INHERITED
        for option in ("name", "description"):
            if before and before[option] and not after[option]:
                raise InputError(f"{where} has a {option}: the server can change it but not take it away")
        if secrets.needed(self._client, self._update_secret, self.noun, name, entry["secret_key"], before is None):
            after["secret_key"] = secrets.MARK
        return after

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Create or change the account."""
        name = entry["access_key"]
        own = None if after["policy"] == INHERITED else after["policy"]
        if before is None:
            self._create(entry, after, own)
            # the server creates enabled accounts only
            if not after["enabled"]:
                update(self._client, name, {"newStatus": "off"}, own)
            return
        body: t.Dict[str, t.Any] = {"newStatus": "on" if after["enabled"] else "off"}
        if "secret_key" in after:
            body["newSecretKey"] = entry["secret_key"]
        for option, field in (("name", "newName"), ("description", "newDescription")):
            if after[option] != before[option]:
                body[field] = after[option]
        if after["expiration"] != before["expiration"]:
            body["newExpiration"] = after["expiration"] or NEVER
        update(self._client, name, body, own)

    def _create(self, entry: Entry, after: State, own: t.Optional[policies.Document]) -> None:
        body: t.Dict[str, t.Any] = {
            "accessKey": entry["access_key"],
            "secretKey": entry["secret_key"],
            "targetUser": after["parent"],
            "name": after["name"],
            "description": after["description"],
        }
        if own:
            body["policy"] = own
        if after["expiration"]:
            body["expiration"] = after["expiration"]
        doing = f"make service account {entry['access_key']}"
        self._client.admin("PUT", "add-service-account", doing, body=body, encrypted=True)

    def remove(self, name: str, before: State) -> None:
        """Remove the account."""
        self._client.admin("DELETE", "delete-service-account", f"remove service account {name}", {"accessKey": name})

    def own(self) -> t.Collection[str]:
        """Return the account this module works as."""
        return (self._client.access_key,)


def update(client: Client, access_key: str, body: t.Mapping[str, t.Any], own: t.Optional[policies.Document]) -> None:
    """Change a service account. *own* is its policy, None for that of the parent.

    It has to be sent every time: an update that says nothing of the policy takes it away, and the account would have
    all rights of its parent.
    """
    client.admin(
        "POST",
        "update-service-account",
        f"write service account {access_key}",
        {"accessKey": access_key},
        {**body, "newPolicy": own} if own else body,
        encrypted=True,
    )
