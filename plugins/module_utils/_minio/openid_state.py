# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of OpenID: how providers are configured, on which nodes they are in force, whether somebody can log in."""

from __future__ import annotations

import typing as t

from .._errors import HardeningError
from . import idp_config, providers, sts
from .client import Client
from .idp_config import OPENID, Configured
from .idp_openid import SHORTEST_SECRET

Facts = t.Dict[str, t.Any]
NO_PROBE = "not asked for: set minio_idp_openid_probe to a login that proves it"


def _is_strong(loaded: idp_config.Loaded, name: str) -> t.Optional[bool]:
    """Return whether a secret is too long to be guessed; None where the environment gives it, which a node tells."""
    given = any(one["provider"] == name and one["key"] == OPENID.secret for one in loaded.overridden)
    settings = loaded.settings.get(name)
    return None if given or settings is None else len(settings[OPENID.secret].encode()) >= SHORTEST_SECRET


def _silent(client: Client, wanted: t.Collection[str]) -> t.List[str]:
    """Return the providers that the process has loaded and that did not answer it."""
    listed = client.admin("GET", "idp-config/openid", "list openid providers", encrypted=True) or []
    in_force = {entry["name"] for entry in listed if entry.get("enabled")}
    return [f"provider {name} did not answer the server" for name in sorted(set(wanted) - in_force)]


def _node(client: Client, node: str, url: str, stored: Configured, enabled: t.Collection[str]) -> Facts:
    try:
        asked = client.at(url)
        missing = idp_config.pending(stored, idp_config.loaded(asked, OPENID).settings) or _silent(asked, enabled)
    except HardeningError as error:
        return {"node": node, "loaded": None, "error": str(error)}
    return {"node": node, "loaded": not missing, "error": "; ".join(missing) or None}


def _logins(client: Client, urls: t.Mapping[str, str], params: t.Mapping[str, t.Any]) -> t.List[Facts]:
    probe, documents = sts.OpenidProbe(client, params["openid"]), sts.documents_of(client)
    wanted = params["openid_policies"]
    found = {node: sts.try_login(client.at(url), probe, documents, wanted) for node, url in urls.items()}
    return [
        {"node": node, "proven": one["error"] is None, "policies": one["policies"], "error": one["error"]}
        for node, one in found.items()
    ]


def read(client: Client, urls: t.Mapping[str, str], params: t.Mapping[str, t.Any]) -> Facts:
    """Return the facts; *urls* has the address of every node, *params* a login in openid, or nothing, and openid_policies."""
    loaded = idp_config.loaded(client, OPENID)
    stored = idp_config.stored(client, OPENID, loaded.settings)
    facts = providers.openid(client)
    configured = facts["configured"] or bool(stored)
    for provider in facts["providers"]:
        provider["strong_secret"] = _is_strong(loaded, provider["name"])
    facts.update(configured=configured, nodes=[], logins=[])
    if not configured:
        return facts
    off = {name for name, settings in loaded.settings.items() if settings["enable"] == "off"}
    enabled = {provider["name"] for provider in facts["providers"]} - off
    facts["nodes"] = [_node(client, node, url, stored, enabled) for node, url in urls.items()]
    if not params["openid"]:
        facts["logins"] = {"error": NO_PROBE}
        return facts
    try:
        facts["logins"] = _logins(client, urls, params)
    except HardeningError as error:
        facts["logins"] = {"error": str(error)}
    return facts
