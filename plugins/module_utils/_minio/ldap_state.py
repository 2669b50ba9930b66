# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of LDAP: how it is configured, on which nodes it is in force, whether somebody can log in."""

from __future__ import annotations

import typing as t

from .._errors import HardeningError
from . import idp_config, providers, sts
from .client import Client
from .idp_config import LDAP, Configured

Facts = t.Dict[str, t.Any]
Urls = t.Mapping[str, str]
NO_PROBE = "not asked for: name a user of the directory in minio_idp_ldap_probe"
SILENT = "the directory did not answer the server, or did not let it in"


def _stored(client: Client) -> t.Optional[Configured]:
    """Return what the next start will load, None where this administrator may not ask for it."""
    try:
        return idp_config.stored(client, LDAP, idp_config.loaded(client, LDAP).settings)
    except HardeningError:
        return None


def _node(client: Client, node: str, url: str, stored: t.Optional[Configured]) -> Facts:
    """Return whether a node has LDAP in force as it is stored; loaded is None if the node could not be asked."""
    asked = client.at(url)
    try:
        missing = [] if providers.is_loaded(asked, "ldap") else [SILENT]
        if stored is not None:
            missing = idp_config.pending(stored, idp_config.loaded(asked, LDAP).settings) or missing
    except HardeningError as error:
        return {"node": node, "loaded": None, "error": str(error)}
    return {"node": node, "loaded": not missing, "error": "; ".join(missing) or None}


def _logins(client: Client, urls: Urls, login: t.Mapping[str, t.Any]) -> t.List[Facts]:
    probe, documents = sts.LdapProbe(login), sts.documents_of(client)
    found = {node: sts.try_login(client.at(url), probe, documents, login["policies"]) for node, url in urls.items()}
    return [
        {"node": node, "proven": one["error"] is None, "policies": one["policies"], "error": one["error"]}
        for node, one in found.items()
    ]


def read(client: Client, urls: Urls, login: t.Optional[t.Mapping[str, t.Any]]) -> Facts:
    """Return the facts; *urls* has the address of every node, *login* has username, password and policies."""
    facts = {**providers.ldap(client), "nodes": [], "logins": []}
    stored = _stored(client)
    facts["configured"] = facts["configured"] or bool(stored)
    if not facts["configured"]:
        return facts
    facts["nodes"] = [_node(client, *one, stored) for one in urls.items()]
    facts["logins"] = {"error": NO_PROBE}
    if login:
        try:
            facts["logins"] = _logins(client, urls, login)
        except HardeningError as error:
            facts["logins"] = {"error": str(error)}
    return facts
