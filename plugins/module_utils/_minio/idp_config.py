# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The settings of identity providers: what the cluster has stored, what each process has loaded, and changing them.

A process reads the stored settings at its start only. All that the Admin API tells of providers (idp-config, config) is
what the process that answers has loaded. What is stored is told by healthinfo, with some values hidden; these are in
the history of settings, where somebody has not cleared it.
"""

from __future__ import annotations

import json
import re
import typing as t

from .._errors import InputError, ServerError
from . import secrets
from .client import ApiError, Client
from .nodes import addresses
from .sync import Entry, Kind, State, sync

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


def _filled(subsystem: Subsystem, found: t.Mapping[str, str]) -> Settings:
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
                name: _filled(subsystem, {entry["key"]: entry.get("value") or "" for entry in entries})
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
    found = {name: _filled(subsystem, settings) for name, settings in _lines(subsystem, plain)}
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


def shown(subsystem: Subsystem, settings: Settings) -> State:
    """Return what can be shown of a provider: what differs from the default, without the secret."""
    return {
        key: value
        for key, value in settings.items()
        if key != subsystem.secret and value != subsystem.defaults.get(key)
    }


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


class Providers(Kind):
    """The identity providers of one kind; an entry has name, state and settings by key, which are all there are."""

    noun = "provider"

    def __init__(self, client: Client, subsystem: Subsystem, update_secret: str = "on_create") -> None:
        """Ask *client*; *update_secret* is "on_create" or "always"."""
        self._client = client
        self._subsystem = subsystem
        self._update_secret = update_secret
        self._stored: Configured = {}

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return what is stored."""
        known = loaded(self._client, self._subsystem).settings
        self._stored = stored(self._client, self._subsystem, known)
        return {name: shown(self._subsystem, settings) for name, settings in self._stored.items()}

    def wanted(self, entry: Entry, before: t.Optional[State]) -> State:
        """Return the settings, and a mark if the secret would be set."""
        name, key = entry["name"], self._subsystem.secret
        settings = _filled(self._subsystem, entry["settings"])
        check_values(self._subsystem, f"{self._subsystem.kind} provider {name!r}", settings)
        after = shown(self._subsystem, settings)
        if before is None and not settings[key]:
            raise InputError(f"{self._subsystem.kind} provider {name!r} does not exist and has no {key}: give one")
        is_other = settings[key] != self._stored.get(name, {}).get(key)
        if settings[key] and (before is None or (self._update_secret == "always" and is_other)):
            after[key] = secrets.MARK
        return after

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Write all settings, the secret only where it is to be set; the server asks the provider before it stores them."""
        name, key = entry["name"], self._subsystem.secret
        settings = _filled(self._subsystem, entry["settings"])
        if key not in after:
            del settings[key]
        body = " ".join(f'{setting}="{value}"' for setting, value in settings.items()).encode()
        doing = f"write {self._subsystem.kind} provider {name}"
        path = f"idp-config/{self._subsystem.kind}/{name}"
        # whether there is one already is answered from what is loaded, so that both may be right
        for method, other in (("PUT", "AlreadyExists"), ("POST", "")):
            try:
                self._client.admin(method, path, doing, body=body, encrypted=True)
                return
            except ApiError as error:
                if not other or not error.code.endswith(other):
                    raise

    def remove(self, name: str, before: State) -> None:
        """Remove the provider, also one that no process has loaded yet."""
        target = self._subsystem.name + ("" if name == DEFAULT_NAME else f":{name}")
        doing = f"remove {self._subsystem.kind} provider {name}"
        self._client.admin("DELETE", "del-config-kv", doing, body=target.encode(), encrypted=True)


def apply(
    client: Client,
    subsystem: Subsystem,
    entries: t.Sequence[Entry],
    params: t.Mapping[str, t.Any],
    check_mode: bool,
) -> t.Dict[str, t.Any]:
    """Bring the providers to what *entries* ask for, and return the result of a module.

    *params* has exclusive, update_secret and node_urls. What a node has not loaded is found out afterwards from what is
    stored, so that it is told again until the node has been restarted.
    """
    kind = Providers(client, subsystem, params["update_secret"])
    result = sync(kind, entries, params["exclusive"], check_mode)
    own = loaded(client, subsystem)
    settings = stored(client, subsystem, own.settings)
    info = client.admin("GET", "info", "read the state of the cluster")
    foreseen = [f"provider {name} would change" for name in result["diff"]["after"]] if check_mode else []
    foreseen += [f"provider {name} would be removed" for name in result["removed"]] if check_mode else []
    waiting = {}
    for node, url in addresses(client, info, params["node_urls"]).items():
        sentences = foreseen + pending(settings, loaded(client.at(url), subsystem).settings)
        if sentences:
            waiting[node] = sentences
    return {
        **result,
        "pending": waiting,
        "restart_required": bool(waiting),
        "overridden": own.overridden,
    }
