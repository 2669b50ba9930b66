# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""How the server is connected to identity providers and audit targets. Never a secret."""

from __future__ import annotations

import typing as t

from .client import Client

Facts = t.Dict[str, t.Any]

LDAP_SHOWN = (
    "server_addr",
    "srv_record_name",
    "server_starttls",
    "server_insecure",
    "tls_skip_verify",
    "lookup_bind_dn",
    "user_dn_search_base_dn",
    "group_search_base_dn",
)
OPENID_SHOWN = ("config_url", "client_id", "claim_name", "role_policy", "display_name", "vendor")


def settings(client: Client, kind: str, name: str) -> t.Dict[str, str]:
    """Return the effective settings of a provider, secrets included; those of the environment win."""
    doing = f"read the settings of the {kind} provider {name}"
    answer = client.admin("GET", f"idp-config/{kind}/{name}", doing, encrypted=True)
    return {entry["key"]: entry.get("value") or "" for entry in answer.get("info") or [] if entry.get("isCfg")}


def is_loaded(client: Client, kind: str) -> bool:
    """Return whether the process that answers has a provider in force."""
    answer = client.admin("GET", f"idp-config/{kind}", f"list {kind} providers", encrypted=True) or []
    return any(bool(entry.get("enabled")) for entry in answer)


def _configured(client: Client, kind: str) -> t.List[t.Tuple[str, bool, t.Dict[str, str]]]:
    """Return name, whether it is enabled, and settings of every provider that has an address."""
    answer = client.admin("GET", f"idp-config/{kind}", f"list {kind} providers", encrypted=True) or []
    found = [(entry["name"], bool(entry.get("enabled")), settings(client, kind, entry["name"])) for entry in answer]
    address = {"ldap": ("server_addr", "srv_record_name"), "openid": ("config_url",)}[kind]
    return [one for one in found if one[1] or any(one[2].get(key) for key in address)]


def ldap(client: Client) -> Facts:
    """Return whether LDAP is configured, and whether only over TLS with verification."""
    found = _configured(client, "ldap")
    if not found:
        return {"configured": False, "enabled": False, "verified": None, "settings": {}}
    _name, enabled, given = found[0]
    plain = given.get("server_insecure") == "on" and given.get("server_starttls") != "on"
    return {
        "configured": True,
        "enabled": enabled,
        "verified": not plain and given.get("tls_skip_verify", "off") != "on",
        "settings": {key: given[key] for key in LDAP_SHOWN if key in given},
    }


def openid(client: Client) -> Facts:
    """Return the OpenID providers that the process has loaded, and whether all are reached by https."""
    found = [
        {
            "name": name,
            "enabled": enabled,
            "https": given.get("config_url", "").startswith("https://"),
            "settings": {key: given[key] for key in OPENID_SHOWN if key in given},
        }
        for name, enabled, given in _configured(client, "openid")
    ]
    return {
        "configured": bool(found),
        "https": all(one["https"] for one in found) if found else None,
        "providers": found,
    }


def audit_targets(info: t.Mapping[str, t.Any]) -> t.List[Facts]:
    """Return the audit targets in the server's description of itself, and whether they take entries."""
    targets = (info.get("services") or {}).get("audit") or []
    return [
        {"name": name, "online": state.get("status") == "online"}
        for target in targets
        for name, state in sorted(target.items())
    ]
