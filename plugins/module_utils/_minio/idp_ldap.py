# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""LDAP at the server: its settings, and who must not be locked out by it."""

from __future__ import annotations

import typing as t

from .._errors import InputError
from .._ldap import settings as ldap_settings
from .client import Client
from .idp_config import DEFAULT_NAME, LDAP, loaded, stored
from .kinds import has_ldap
from .sync import Entry

Params = t.Mapping[str, t.Any]
SHOWN = 5


def entries(params: Params) -> t.List[Entry]:
    """Return the one provider as the base of all providers takes it; raises InputError for settings that cannot work."""
    if params["state"] == "absent":
        return [{"name": DEFAULT_NAME, "state": "absent", "settings": {}}]
    for problem in ldap_settings.problems(params):
        raise InputError(problem)
    texts = {key: params[key] or "" for key in (*ldap_settings.TEXTS, "srv_record_name")}
    return [
        {
            "name": DEFAULT_NAME,
            "state": "present",
            "settings": {
                **texts,
                "user_dn_attributes": ",".join(params["user_dn_attributes"]),
                "server_starttls": "on" if params["server_starttls"] else "off",
            },
        }
    ]


def _is_decided(client: Client) -> bool:
    """Return whether the cluster has LDAP on already, or will have at its next start."""
    known = loaded(client, LDAP).settings
    settings = stored(client, LDAP, known).get(DEFAULT_NAME, {})
    return settings.get("enable") == "on" or has_ldap(client)


def refuse_lock_out(client: Client, replace_local_users: bool) -> None:
    """Raise InputError where turning LDAP on would take all rights from users of the server's own.

    A server with LDAP looks for the rights of everybody but root in the directory.
    """
    if _is_decided(client):
        return
    users = client.admin("GET", "list-users", "list users", encrypted=True) or {}
    account = client.admin("GET", "accountinfo", "ask who this is") or {}
    if account.get("AccountName") in users:
        raise InputError(
            f"{client.access_key} belongs to {account['AccountName']}, a user of MinIO's own, who has no rights any more once LDAP is on: "
            "work as root or with an access key of root"
        )
    losing = sorted(name for name, user in users.items() if user.get("status") != "disabled")
    if losing and not replace_local_users:
        more = f" and {len(losing) - SHOWN} more" if len(losing) > SHOWN else ""
        raise InputError(
            f"MinIO has users of its own ({', '.join(losing[:SHOWN])}{more}), who have no rights any more once LDAP is on, nor have their "
            "access keys: put them into the directory, and set replace_local_users to true when nobody needs them"
        )
