# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Bring the identity providers of a cluster to what is wanted, and tell which nodes have not loaded that yet."""

from __future__ import annotations

import typing as t

from .._errors import InputError
from . import secrets
from .client import ApiError, Client
from .idp_config import DEFAULT_NAME, Configured, Settings, Subsystem, check_values, filled, loaded, pending, stored
from .nodes import addresses
from .sync import Entry, Kind, State, sync


def shown(subsystem: Subsystem, settings: Settings) -> State:
    """Return what can be shown of a provider: what differs from the default, without the secret."""
    return {
        key: value
        for key, value in settings.items()
        if key != subsystem.secret and value != subsystem.defaults.get(key)
    }


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
        settings = filled(self._subsystem, entry["settings"])
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
        settings = filled(self._subsystem, entry["settings"])
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
