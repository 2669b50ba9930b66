# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The settings of identity providers: what the cluster has stored and what each process has loaded.

A process reads the stored settings at its start only. All that the Admin API tells of providers (idp-config, config) is
what the process that answers has loaded. What is stored is told by healthinfo, with some values hidden; these are in
the history of settings, where somebody has not cleared it.
"""

from __future__ import annotations

import json
import re
import typing as t

from .._errors import InputError, ServerError
from .client import Client

Settings = t.Dict[str, str]
"""Settings of one provider by key, those at their default included; with secrets, so never to be returned."""
Configured = t.Dict[str, Settings]
"""Settings by the name of the provider; "_" is the one without a name."""
HIDDEN = "*redacted*"
DEFAULT_NAME = "_"


class Subsystem(t.NamedTuple):
    """One kind of identity provider."""

    kind: str
    """As the Admin API has it in its paths."""
    defaults: Settings
    secret: str
    """The key that is a secret."""
    address: t.Tuple[str, ...]
    """Keys of which one is set where a provider is configured."""

    @property
    def name(self) -> str:
        """The name that the server's configuration has for it."""
        return f"identity_{self.kind}"


OPENID = Subsystem(
    "openid",
    {
        "enable": "on",
        "display_name": "",
        "config_url": "",
        "client_id": "",
        "client_secret": "",
        "claim_name": "policy",
        "claim_prefix": "",
        "claim_userinfo": "off",
        "role_policy": "",
        "redirect_uri": "",
        "redirect_uri_dynamic": "off",
        "scopes": "",
        "vendor": "",
        "keycloak_realm": "",
        "keycloak_admin_url": "",
        "user_readable_claim": "",
        "user_id_claim": "",
    },
    "client_secret",
    ("config_url",),
)
LDAP = Subsystem(
    "ldap",
    {
        "enable": "on",
        "server_addr": "",
        "srv_record_name": "",
        "server_starttls": "off",
        "server_insecure": "off",
        "tls_skip_verify": "off",
        "lookup_bind_dn": "",
        "lookup_bind_password": "",
        "user_dn_search_base_dn": "",
        "user_dn_search_filter": "",
        "user_dn_attributes": "",
        "group_search_base_dn": "",
        "group_search_filter": "",
    },
    "lookup_bind_password",
    ("server_addr", "srv_record_name"),
)


class Loaded(t.NamedTuple):
    """What a process has loaded."""

    settings: Configured
    """Of the stored configuration, as it was at the start."""
    overridden: t.List[t.Dict[str, str]]
    """Variables of the environment that win over it: elements with variable, provider and key."""


def _value(text: str) -> str:
    """Return a value as the server reads it: without spaces around it and without quotes."""
    text = text.strip()
    for quote in ('"', "'"):
        text = text[1:] if text.startswith(quote) else text
        text = text[:-1] if text.endswith(quote) else text
    return text


def filled(subsystem: Subsystem, found: t.Mapping[str, str]) -> Settings:
    """Return all settings; one that is empty is at its default."""
    return {key: found.get(key) or default for key, default in subsystem.defaults.items()}


def _is_configured(subsystem: Subsystem, settings: Settings) -> bool:
    return any(settings[key] for key in subsystem.address)


def _lines(subsystem: Subsystem, text: str) -> t.Iterator[t.Tuple[str, t.Dict[str, str]]]:
    """Return name and settings of every provider in a text of the server's form: identity_openid:name key="value" ..."""
    key = re.compile(r"(?:^|\s)(%s)=" % "|".join(subsystem.defaults))
    for line in text.splitlines():
        target, _space, rest = line.partition(" ")
        kind, _colon, name = target.partition(":")
        if kind == subsystem.name:
            parts = key.split(rest)[1:]
            yield name or DEFAULT_NAME, dict(zip(parts[::2], map(_value, parts[1::2])))


def _documents(answer: t.Any) -> t.Iterator[t.Any]:
    """Return the JSON documents of an answer; several come as one text, with spaces between that keep it alive."""
    if not isinstance(answer, str):
        yield answer
        return
    decoder, rest = json.JSONDecoder(), answer.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        yield document
        rest = rest[end:].strip()


def _stored_with_gaps(client: Client, subsystem: Subsystem) -> Configured:
    """Return what is stored, HIDDEN in place of the values that the server hides."""
    doing = f"read the stored settings of {subsystem.kind} providers"
    for document in _documents(client.admin("GET", "healthinfo", doing, {"minioconfig": "true"})):
        config = ((document or {}).get("minio") or {}).get("config") or {}
        if "config" in config:
            targets = config["config"].get(subsystem.name) or {}
            found = {
                name: filled(subsystem, {entry["key"]: entry.get("value") or "" for entry in entries})
                for name, entries in targets.items()
            }
            return {name: settings for name, settings in found.items() if _is_configured(subsystem, settings)}
    raise ServerError(f"{client.url}: cannot {doing}: the server could not read its own configuration")


def _last_written(client: Client, subsystem: Subsystem) -> Configured:
    """Return, by provider, the last value of every key that the history of settings knows."""
    query = {"count": "1000000"}
    doing = "read the history of settings"
    entries = client.admin("GET", "list-config-history-kv", doing, query, encrypted=True) or []
    found: Configured = {}
    for entry in entries:
        for name, settings in _lines(subsystem, entry.get("data") or ""):
            found.setdefault(name, {}).update(settings)
    return found


def stored(client: Client, subsystem: Subsystem, known: Configured) -> Configured:
    """Return the settings that the next start will load.

    What the server hides comes from the history of settings, else from *known*, which is what a process has loaded.
    """
    found = _stored_with_gaps(client, subsystem)
    if not any(HIDDEN in settings.values() for settings in found.values()):
        return found
    written = _last_written(client, subsystem)
    for name, settings in found.items():
        for key in [key for key, value in settings.items() if value == HIDDEN]:
            settings[key] = written.get(name, {}).get(key) or known.get(name, {}).get(key) or HIDDEN
    return found


def _override(subsystem: Subsystem, variable: str) -> t.Optional[t.Dict[str, str]]:
    """Return which setting of which provider a variable gives; the longest key that fits, as names may follow it."""
    prefix = f"MINIO_{subsystem.name.upper()}_"
    for key in sorted(subsystem.defaults, key=len, reverse=True):
        begin = prefix + key.upper()
        if variable == begin or variable.startswith(begin + "_"):
            return {"variable": variable, "provider": variable[len(begin) + 1 :] or DEFAULT_NAME, "key": key}
    return None


def loaded(client: Client, subsystem: Subsystem) -> Loaded:
    """Return what the process that answers has loaded."""
    doing = f"read the loaded settings of {subsystem.kind} providers"
    text = str(client.admin("GET", "config", doing, encrypted=True) or "")
    # those that are off, or that the environment gives, are commented out
    plain = "\n".join(line[2:] if line.startswith("# ") else line for line in text.splitlines())
    found = {name: filled(subsystem, settings) for name, settings in _lines(subsystem, plain)}
    variables = re.findall(r"^# (MINIO_%s_\w+)=" % subsystem.name.upper(), text, re.MULTILINE)
    return Loaded(
        {name: settings for name, settings in found.items() if _is_configured(subsystem, settings)},
        [override for override in (_override(subsystem, variable) for variable in variables) if override],
    )


def pending(stored_settings: Configured, loaded_settings: Configured) -> t.List[str]:
    """Return one sentence for every provider of which a process has not what is stored; never a value."""
    sentences = []
    for name in sorted({*stored_settings, *loaded_settings}):
        wanted, running = stored_settings.get(name), loaded_settings.get(name)
        if wanted is None:
            sentences.append(f"provider {name} is removed and still loaded")
        elif running is None:
            sentences.append(f"provider {name} is stored and not loaded")
        else:
            keys = [key for key in wanted if wanted[key] not in (running[key], HIDDEN)]
            if keys:
                sentences.append(f"provider {name} is loaded with another {', '.join(sorted(keys))}")
    return sentences


def check_values(subsystem: Subsystem, where: str, settings: t.Mapping[str, str]) -> None:
    """Raise InputError for a value that the server would read as another one: it has no way to escape anything."""
    names = "|".join(subsystem.defaults)
    for key, value in settings.items():
        if value != _value(value) or "\n" in value or "\r" in value:
            raise InputError(
                f"{where}: {key} begins or ends with a quote or a space or has more than one line: the server takes none of these"
            )
        match = re.search(rf"({names})=", value)
        if match:
            raise InputError(
                f"{where}: {key} contains the name of a setting with an equals sign behind it: the server would split it there"
            )
