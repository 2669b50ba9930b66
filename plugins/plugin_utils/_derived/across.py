# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What only shows when the evidence of all hosts is laid side by side."""

from __future__ import annotations

import collections
import json
import typing as t

from . import peers


def _look(document: t.Any, *keys: str) -> t.Any:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _nodes(document: dict) -> list[dict]:
    return [host for host in document["hosts"] if host.get("minio")]


def _same(values: list) -> bool | None:
    """Tell whether all values are equal; None where one is missing or there are none."""
    if not values or None in values:
        return None
    return len({json.dumps(value, sort_keys=True) for value in values}) == 1


def agreement(document: dict, declared: dict) -> dict:
    """Return whether the nodes agree on release, effective environment, settings for KES and rules for the S3 port."""
    nodes = _nodes(document)
    releases = [_look(node, "minio", "release", "version") and _look(node, "minio", "release") for node in nodes]
    identity = ("flavour", "version", "commit", "sha256")
    return {
        "release": _same([release and {key: release.get(key) for key in identity} for release in releases]),
        "environment": _same([_look(node, "minio", "environment", "fingerprint") for node in nodes]),
        "kms": _same([_look(node, "minio", "kms", "fingerprint") for node in nodes]),
        "firewall_api": _same([_look(node, "firewall", "ports", "api") for node in nodes]),
    }


def _shared(hosts: list[dict], *path: str) -> list[list[str]] | None:
    """Return the groups of hosts with the same fingerprint; None where there is not one to compare."""
    owners = collections.defaultdict(list)
    for host in hosts:
        fingerprint = _look(host, *path)
        if fingerprint is None:
            return None
        owners[fingerprint].append(host["name"])
    return sorted(names for names in owners.values() if len(names) > 1) if owners else None


def shared_keys(document: dict, declared: dict) -> dict:
    """Return the hosts that share the key of KES, and the nodes that share the client key for KES."""
    servers = [host for host in document["hosts"] if host.get("kes")]
    clients = [host for host in _nodes(document) if host.get("kes_client")]
    return {
        "kes": _shared(servers, "kes", "pair", "certificate", "fingerprint"),
        "kes_client": _shared(clients, "kes_client", "certificate", "fingerprint"),
    }


def _every(nodes: list[dict], *path: str) -> list[str]:
    """Return the elements of a list that every node has."""
    return [one for node in nodes for one in _look(node, *path) or []]


def kes_policies(document: dict, declared: dict) -> dict:
    """Return whether the root identity is disabled everywhere, and identities in policies that are no node's.

    strangers is None while an identity may be that of a node that gave no evidence.
    """
    servers = [host["kes"] for host in document["hosts"] if host.get("kes")]
    nodes = {_look(host, "kes_client", "certificate", "fingerprint") for host in _nodes(document)}
    named = [_look(server, "config", "identities") for server in servers]
    disabled = [_look(server, "config", "admin_disabled") for server in servers]
    if not servers or None in named or None in nodes or None in disabled:
        return {"admin_disabled": None, "strangers": None}
    unheard = peers.silent(_every(_nodes(document), "minio", "peers"), _every(_nodes(document), "host", "addresses"))
    strangers = sorted({identity for identities in named for identity in identities} - nodes)
    return {
        "admin_disabled": all(disabled),
        "strangers": None if strangers and unheard else strangers,
    }
