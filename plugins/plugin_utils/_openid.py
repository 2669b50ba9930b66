# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Check declared OpenID providers and the login that is to prove one, before anything is changed."""

from __future__ import annotations

import typing as t

from ..module_utils._minio import idp_openid

Facts = t.Mapping[str, t.Any]

PROVIDERS, PROBE = "minio_idp_openid", "minio_idp_openid_probe"
TOKEN_PARTS = 3


def _removed_policies(providers: t.Sequence[Facts], policies: t.Sequence[Facts]) -> t.Iterator[str]:
    gone = {policy["name"] for policy in policies if policy.get("state") == "absent"}
    for provider in providers:
        for name in sorted(gone.intersection(idp_openid.policies(provider))):
            yield f"{PROVIDERS} {provider.get('name', '_')}: role_policy names {name}, which minio_idp_policies removes"


def _login(providers: t.Sequence[Facts], probe: Facts) -> t.Iterator[str]:
    if not probe:
        return
    name = probe.get("name") or "_"
    there = {provider.get("name") or "_" for provider in providers if provider.get("state") != "absent"}
    if name not in there:
        yield f"{PROBE} is for {name}, which {PROVIDERS} does not list: set its name to one of {', '.join(sorted(there)) or 'nothing, as none is listed'}"
    if probe.get("token") and str(probe["token"]).count(".") != TOKEN_PARTS - 1:
        yield f"{PROBE} has a token that is no JWT: give three parts with dots between them, as the provider issued it"
    if probe.get("token") and probe.get("username"):
        yield f"{PROBE} has a token and username {probe['username']}: give only one"
    if bool(probe.get("username")) != bool(probe.get("password")):
        yield f"{PROBE} has only one of username and password: give both"
    if "openid" not in (probe.get("scopes") or ["openid"]):
        yield f"{PROBE} has the scopes {', '.join(probe['scopes'])}: openid has to be among them, or the provider issues no ID token"


def problems(providers: t.Sequence[Facts], probe: Facts, policies: t.Sequence[Facts]) -> list[str]:
    """Return one sentence for everything that is wrong; none of them shows a secret."""
    return [
        *idp_openid.problems(providers, PROVIDERS),
        *_removed_policies(providers, policies),
        *_login(providers, probe),
    ]


def login(probe: Facts, providers: t.Sequence[Facts]) -> dict[str, t.Any]:
    """Return the option of a module that logs in; MinIO's own secret is for MinIO's own client only."""
    given = {key: value for key, value in probe.items() if value is not None and key not in ("policies", "ca")}
    if probe.get("ca"):
        given["ca_path"] = probe["ca"]
    name = probe.get("name") or "_"
    secrets = [entry.get("client_secret") for entry in providers if (entry.get("name") or "_") == name]
    if not probe.get("client_id") and not probe.get("client_secret") and any(secrets):
        given["client_secret"] = secrets[0]
    return given
