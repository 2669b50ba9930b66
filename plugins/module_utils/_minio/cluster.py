# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Everything that the APIs tell of a cluster, in parts of which one may fail without hiding the others."""

from __future__ import annotations

import typing as t

from .._errors import HardeningError
from . import buckets, identities, kms, ldap_state, openid_state, providers
from .client import Client
from .nodes import addresses

Facts = t.Dict[str, t.Any]


def _part(read: t.Callable[[], t.Any]) -> t.Any:
    try:
        return read()
    except HardeningError as error:
        return {"error": str(error)}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        # an answer of another shape, from a release that nobody has seen here, must not hide the other parts
        return {"error": f"the server's answer has an unknown form ({type(error).__name__})"}


def _nodes(info: Facts) -> t.List[Facts]:
    nodes = []
    for server in info.get("servers") or []:
        drives = [drive.get("state") for drive in server.get("drives") or []]
        nodes.append(
            {
                "endpoint": server.get("endpoint"),
                "state": server.get("state"),
                "version": server.get("version"),
                "commit": server.get("commitID"),
                "uptime": server.get("uptime"),
                "drives": {"total": len(drives), "ok": drives.count("ok")},
            }
        )
    return nodes


def _bucket(client: Client, name: str) -> Facts:
    policy = buckets.anonymous_policy(client, name)
    return {
        "name": name,
        "encryption": buckets.encryption(client, name),
        "object_lock": buckets.object_lock(client, name),
        "policy": policy,
        "open": identities.bucket_is_open(policy),
    }


def _identities(client: Client, openid: Facts) -> Facts:
    """Return the identities; an OpenID provider that gives policies counts as a group."""
    facts = identities.read(client)
    own = set(facts["policies"]) - set(facts["built_in_policies"])
    for provider in openid.get("providers") or []:
        # without a role's policy the token names the policies, which have to be there
        if provider["enabled"] and (provider["settings"].get("role_policy") or own):
            facts["groups_with_policy"].append(f"openid:{provider['name']}")
    return facts


def _node_kms(client: Client, name: str, url: str) -> Facts:
    """Return how a node sees the KMS; online is None if the node could not be asked."""
    facts: Facts = {"node": name, "url": url, "online": None, "endpoints": {}, "error": None}
    try:
        state = kms.status(client.at(url))
    except HardeningError as error:
        return {**facts, "error": str(error)}
    if state is None:
        return {**facts, "online": False, "error": "no KMS is configured"}
    endpoints = state["endpoints"]
    online = bool(endpoints) and all(value == "online" for value in endpoints.values())
    return {**facts, "online": online, "endpoints": endpoints}


def _kms(client: Client, info: Facts, found: t.Any, params: t.Mapping[str, t.Any]) -> Facts:
    nodes = [_node_kms(client, *one) for one in addresses(client, info, params["node_urls"]).items()]
    named = {bucket["encryption"]["key"] for bucket in found if bucket["encryption"] and bucket["encryption"]["key"]}
    state = kms.status(client)
    missing = {"name": None, "exists": False, "encrypts": False, "decrypts": False, "error": "no KMS is configured"}
    if state is None:
        lost = {"missing_bucket_keys": sorted(named)}
        return {"configured": False, "name": None, "default_key": missing, "nodes": nodes, "keys": [], **lost}
    default = state["default_key"]
    keys = [{"name": key, **kms.key_status(client, key)} for key in sorted({*named, *params["keys"]} - {default})]
    return {
        "configured": True,
        "name": state["name"],
        "default_key": {"name": default, **kms.key_status(client, default)},
        "nodes": nodes,
        "keys": keys,
        "missing_bucket_keys": [key["name"] for key in keys if key["name"] in named and key["exists"] is not True],
    }


def _refuse_failed(found: t.Any) -> t.List[Facts]:
    if isinstance(found, dict):
        raise HardeningError(found["error"])
    return t.cast(t.List[Facts], found)


def read(client: Client, params: t.Mapping[str, t.Any]) -> Facts:
    """Return the cluster's description. Raises HardeningError only if the cluster cannot be asked at all."""
    info: Facts = client.admin("GET", "info", "read the state of the cluster")
    urls = addresses(client, info, params["node_urls"])
    openid = _part(lambda: openid_state.read(client, urls, params))
    found = _part(lambda: [_bucket(client, name) for name in buckets.bucket_names(client)])
    return {
        "url": client.url,
        "deployment_id": info.get("deploymentID"),
        "region": info.get("region") or None,
        "nodes": _part(lambda: _nodes(info)),
        "identities": _part(lambda: _identities(client, openid)),
        "identity_providers": {
            "ldap": _part(lambda: ldap_state.read(client, urls, params["ldap_probe"])),
            "openid": openid,
        },
        "buckets": found,
        "kms": _part(lambda: _kms(client, info, _refuse_failed(found), params)),
        "audit": {"targets": _part(lambda: providers.audit_targets(info))},
    }
