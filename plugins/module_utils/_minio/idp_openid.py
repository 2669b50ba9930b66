# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""OpenID providers as they are declared: what is wrong with them, and the server's settings for them."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from .._errors import InputError
from . import idp_config
from .client import Client

Provider = t.Mapping[str, t.Any]

SPEC: t.Dict[str, t.Dict[str, t.Any]] = {
    "name": {"type": "str", "default": idp_config.DEFAULT_NAME},
    "config_url": {"type": "str"},
    "client_id": {"type": "str"},
    "client_secret": {"type": "str", "no_log": True},
    "role_policy": {"type": "str"},
    "claim_name": {"type": "str"},
    "claim_prefix": {"type": "str"},
    "claim_userinfo": {"type": "bool", "default": False},
    "scopes": {"type": "list", "elements": "str"},
    "redirect_uri": {"type": "str"},
    "redirect_uri_dynamic": {"type": "bool", "default": False},
    "display_name": {"type": "str"},
    "vendor": {"type": "str", "choices": ["keycloak"]},
    # only their names look like secrets
    "keycloak_admin_url": {"type": "str", "no_log": False},
    "keycloak_realm": {"type": "str", "no_log": False},
    "user_readable_claim": {"type": "str"},
    "user_id_claim": {"type": "str"},
}
WELL_KNOWN = "/.well-known/openid-configuration"
SHORTEST_SECRET = 32
LEAST_DIFFERENT = 8
"""Bytes that differ among those of a secret; 32 random letters have some 18."""


def _is_there(provider: Provider) -> bool:
    return provider.get("state", "present") != "absent"


def _name(provider: Provider) -> str:
    return str(provider.get("name") or idp_config.DEFAULT_NAME)


def _url(provider: Provider, key: str) -> t.Iterator[str]:
    """Refuse what is no plain https address; one with a password in it is not shown."""
    url = str(provider.get(key) or "")
    if not url:
        return
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        yield f"{key} is no address: give one that begins with https://"
        return
    if "@" in parts.netloc:
        yield f"{key} has a user or a password in it: give the address without"
    elif parts.scheme != "https":
        yield f"{key} is {url}: it has to begin with https://, or anybody on the way can hand out keys of their own"
    elif not host or re.search(r"\s", url):
        yield f"{key} is {url!r}: give a host, and no space"
    elif parts.fragment or (parts.query and key != "redirect_uri"):
        yield f"{key} is {url}: give it without anything after a question mark or a hash"


def _discovery(provider: Provider) -> t.Iterator[str]:
    url = str(provider.get("config_url") or "")
    if not url:
        yield f"config_url is not set: give the address of the provider's discovery document, which ends in {WELL_KNOWN}"
    elif "@" not in url and "?" not in url and "#" not in url and not url.endswith(WELL_KNOWN):
        yield f"config_url is {url}: it has to end in {WELL_KNOWN}"


def _client(provider: Provider) -> t.Iterator[str]:
    if not provider.get("client_id"):
        yield "client_id is not set: give the name that MinIO has at the provider"
    secret = provider.get("client_secret")
    if secret is not None and len(str(secret).encode()) < SHORTEST_SECRET:
        yield f"client_secret has {len(str(secret).encode())} bytes: it has to have {SHORTEST_SECRET} random ones or more, as it can sign tokens"
    elif secret is not None and len(set(str(secret))) < LEAST_DIFFERENT:
        yield f"client_secret repeats {len(set(str(secret)))} characters: it has to be random, as it can sign tokens"


def policies(provider: Provider) -> t.List[str]:
    """Return the policies that a provider gives to everybody."""
    return (
        [name.strip() for name in str(provider.get("role_policy") or "").split(",")]
        if provider.get("role_policy")
        else []
    )


def _rights(provider: Provider) -> t.Iterator[str]:
    role, claim = provider.get("role_policy"), provider.get("claim_name")
    if role and claim:
        yield f"role_policy is {role} and claim_name is {claim}: give only one, as everybody has the same policies or the token names them"
    elif not role and not claim:
        yield "neither role_policy nor claim_name is set: give the policies of everybody, or the claim that names them, such as policy"
    if "" in policies(provider):
        yield f"role_policy is {role!r}: it has an empty name, give policies separated by commas"
    if provider.get("claim_prefix") and not claim:
        yield f"claim_prefix is {provider['claim_prefix']} without claim_name: it stands before that name"


def _scopes(provider: Provider) -> t.Iterator[str]:
    scopes = provider.get("scopes")
    if scopes is None:
        return
    wrong = [scope for scope in scopes if not re.fullmatch(r"[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+", str(scope))]
    if wrong:
        yield f"scopes has {wrong[0]!r}: a scope has no space, comma, quote or backslash, give one in each element"
    elif "openid" not in scopes:
        yield f"scopes is {', '.join(scopes) or 'empty'}: openid has to be among them, or the provider issues no ID token"


def _redirect(provider: Provider) -> t.Iterator[str]:
    if provider.get("redirect_uri") and provider.get("redirect_uri_dynamic"):
        yield f"redirect_uri is {provider['redirect_uri']} and redirect_uri_dynamic is true: give only one"


def _vendor(provider: Provider) -> t.Iterator[str]:
    vendor = provider.get("vendor")
    own = [key for key in ("keycloak_admin_url", "keycloak_realm") if provider.get(key)]
    if vendor and vendor != "keycloak":
        yield f"vendor is {vendor}: the server knows keycloak only, leave it out for every other one"
    elif vendor and not provider.get("keycloak_admin_url"):
        yield "vendor is keycloak and keycloak_admin_url is not set: give the address of its admin API"
    elif own and not vendor:
        yield f"{own[0]} is set and vendor is not: set vendor to keycloak, or leave it out"


CHECKS = (_discovery, _client, _rights, _scopes, _redirect, _vendor)


def problems_of(provider: Provider) -> t.Iterator[str]:
    """Return what is wrong with one provider, each a sentence that begins with the setting; never a secret."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", _name(provider)):
        yield f"name is {_name(provider)!r}: it has to be of letters, digits, underscores and hyphens"
    if not _is_there(provider):
        return
    for key in ("config_url", "redirect_uri", "keycloak_admin_url"):
        yield from _url(provider, key)
    for check in CHECKS:
        yield from check(provider)
    try:
        idp_config.check_values(idp_config.OPENID, "", settings(provider))
    except InputError as error:
        yield str(error).lstrip(": ")


def _together(providers: t.Sequence[Provider]) -> t.Iterator[str]:
    there = [provider for provider in providers if _is_there(provider)]
    named: t.Dict[str, t.Sequence[t.Any]] = {
        "name": [_name(provider) for provider in providers],
        "client_id": [provider["client_id"] for provider in there if provider.get("client_id")],
    }
    for key, values in named.items():
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"lists {key} {value} {values.count(value)} times: every provider has one of its own"
    claiming = [_name(provider) for provider in there if provider.get("claim_name") and not provider.get("role_policy")]
    if len(claiming) > 1:
        yield f"has {' and '.join(claiming)} with claim_name: only one provider can have it, give the others role_policy"


def problems(providers: t.Sequence[Provider], variable: str) -> t.List[str]:
    """Return one sentence for everything that is wrong with a list of providers given by a variable or an option."""
    found = [
        f"{variable} {_name(provider)}: {sentence}" for provider in providers for sentence in problems_of(provider)
    ]
    return found + [f"{variable} {sentence}" for sentence in _together(providers)]


def settings(provider: Provider) -> idp_config.Settings:
    """Return the server's settings for a provider; what is not given is empty."""
    found = {}
    for key in idp_config.OPENID.defaults:
        value = provider.get(key)
        if isinstance(value, bool):
            value = "on" if value else "off"
        elif isinstance(value, (list, tuple)):
            value = ",".join(value)
        found[key] = str(value or "")
    return found


def entries(providers: t.Sequence[Provider]) -> t.List[t.Dict[str, t.Any]]:
    """Return the entries for idp_changes.apply(); raises InputError for what is wrong."""
    wrong = problems(providers, "providers")
    if wrong:
        raise InputError(". ".join(wrong))
    return [
        {"name": _name(provider), "state": provider["state"], "settings": settings(provider)} for provider in providers
    ]


def refuse_unknown_policies(client: Client, providers: t.Sequence[Provider], declared: t.Collection[str]) -> None:
    """Raise InputError for a role_policy that is neither declared nor on the server: the server takes any name."""
    named = {name for provider in providers if _is_there(provider) for name in policies(provider)} - set(declared)
    missing = sorted(named - set(client.admin("GET", "list-canned-policies", "list policies") or {})) if named else []
    if missing:
        raise InputError(
            f"providers give {', '.join(missing)} by role_policy, which is neither declared nor on the server: declare the policy, or name another one"
        )


def roles(client: Client) -> t.Dict[str, str]:
    """Return the ARN of the role of every provider that the process has loaded and that has one."""
    listed = client.admin("GET", "idp-config/openid", "list openid providers", encrypted=True) or []
    return {entry["name"]: entry["roleARN"] for entry in listed if entry.get("roleARN")}
