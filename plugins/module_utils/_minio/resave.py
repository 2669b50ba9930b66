# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Have the server save identities and configuration again, so that what it wrote before it had a KMS gets encrypted."""

from __future__ import annotations

import json
import re
import typing as t

from .._errors import InputError, ServerError
from . import kms, service_accounts
from .client import Client

Facts = t.Dict[str, t.Any]

KINDS = ("users", "service_accounts", "configuration", "configuration_history")
# parts of the configuration that nobody or hardly anybody sets, and that only a restart reads
SPARE = ("policy_opa", "identity_plugin", "policy_plugin", "etcd", "region")
EMPTY = re.compile(r"^\w+( \w+=(?=\s|$))+\s*$")


def _users(client: Client, secret_key: str) -> t.List[str]:
    users = client.admin("GET", "list-users", "list users", encrypted=True) or {}
    for name, user in sorted(users.items()):
        doing = f"save user {name} again"
        if name == client.access_key:
            # nobody may set the own status, but everybody the own secret
            body = {"secretKey": secret_key, "status": "enabled"}
            client.admin("PUT", "add-user", doing, {"accessKey": name}, body, encrypted=True)
        else:
            client.admin("PUT", "set-user-status", doing, {"accessKey": name, "status": user["status"]})
    return sorted(users)


def _service_accounts(client: Client) -> t.List[str]:
    names = []
    for keys in service_accounts.list_keys(client, "svcacc-only").values():
        for key in keys:
            name = key["accessKey"]
            answer = service_accounts.info(client, name)
            if answer is None:
                continue  # expired or removed since it was listed
            own = None if answer.get("impliedPolicy") else json.loads(answer["policy"])
            service_accounts.update(client, name, {"newStatus": answer["accountStatus"]}, own)
            names.append(name)
    return sorted(names)


def _configuration(client: Client) -> t.List[str]:
    """Reset a part of the configuration that has no value: this changes nothing and writes the whole file."""
    for part in SPARE:
        lines = client.admin("GET", "get-config-kv", f"read configuration {part}", {"key": part}, encrypted=True)
        if all(EMPTY.match(line) for line in str(lines or "").splitlines() if line.strip()):
            doing = "save the configuration again"
            client.admin("DELETE", "del-config-kv", doing, body=part.encode(), encrypted=True)
            return ["config.json"]
    raise ServerError(
        f"{client.url}: cannot save the configuration again: {', '.join(SPARE)} all have values, change any setting by hand"
    )


def _history(client: Client) -> t.List[str]:
    query = {"count": "100000"}
    doing = "list the history of the configuration"
    entries = client.admin("GET", "list-config-history-kv", doing, query, encrypted=True) or []
    if entries:
        doing = "remove the history of the configuration"
        client.admin("DELETE", "clear-config-history-kv", doing, {"restoreId": "all"})
    return sorted(entry["restoreId"] for entry in entries)


def pending(temporary: service_accounts.ByParent) -> Facts:
    """Return how many temporary credentials there are, which cannot be saved again, and when the last one expires."""
    keys = [key for keys in temporary.values() for key in keys]
    expirations = [service_accounts.timestamp(key.get("expiration")) for key in keys]
    return {"count": len(keys), "last_expiration": max((text for text in expirations if text), default=None)}


def resave(client: Client, kinds: t.Collection[str], secret_key: str, check_mode: bool) -> Facts:
    """Save the named kinds again and return changed, resaved (names by kind) and pending.

    Raises InputError where no KMS is connected: everything would be written in clear again.
    """
    state = kms.status(client)
    if state is None:
        raise InputError(f"{client.url} has no KMS: what is saved again would be in clear again, connect KES first")
    tried = kms.key_status(client, state["default_key"] or "")
    if not tried["decrypts"]:
        raise ServerError(
            f"{client.url}: the KMS does not encrypt and decrypt, so nothing was touched: {tried['error']}"
        )
    resaved: t.Dict[str, t.List[str]] = {}
    if not check_mode:
        steps = {
            "users": lambda: _users(client, secret_key),
            "service_accounts": lambda: _service_accounts(client),
            "configuration": lambda: _configuration(client),
            "configuration_history": lambda: _history(client),
        }
        resaved = {kind: steps[kind]() for kind in KINDS if kind in kinds}
    return {
        "changed": bool(kinds) if check_mode else any(resaved.values()),
        "resaved": resaved,
        "pending": pending(service_accounts.list_keys(client, "sts-only")),
    }
