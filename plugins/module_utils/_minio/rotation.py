# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Give an account another secret key: at every node, or not at all."""

from __future__ import annotations

import time
import typing as t

from .._errors import HardeningError, InputError, ServerError
from . import credentials, secrets, service_accounts
from .client import Client

PAUSE = 1.0
Nodes = t.Dict[str, Client]


def _as(nodes: Nodes, access_key: str, secret_key: str) -> Nodes:
    return {name: client.working_as(access_key, secret_key) for name, client in nodes.items()}


def _states(nodes: Nodes) -> t.Dict[str, str]:
    """Return what each node makes of the credential; what a node that cannot be asked says instead."""
    states = {}
    for name, client in nodes.items():
        try:
            states[name] = credentials.state(client)
        except HardeningError as error:
            states[name] = str(error)
    return states


def _set(setter: Client, name: str, secret_key: str) -> None:
    """Set the secret key of a user or service account; all else of it stays."""
    account = credentials.access_key(setter, name)
    if account is None:
        body = {"secretKey": secret_key, "status": "enabled"}
        doing = f"set the secret key of user {name}"
        setter.admin("PUT", "add-user", doing, {"accessKey": name}, body, encrypted=True)
    else:
        own = service_accounts.session_policy(account)
        service_accounts.update(setter, name, {"newStatus": account["accountStatus"], "newSecretKey": secret_key}, own)


class Rotation:
    """One account with a new secret key, the old one if it is known, and who else may set it."""

    def __init__(
        self,
        client: Client,
        secret_key: str,
        previous: t.Optional[str],
        others: t.Sequence[t.Mapping[str, str]],
        node_urls: t.Mapping[str, str],
        wait: float,
    ) -> None:
        """*client* has the new secret key; *node_urls* are all nodes, *wait* the seconds that they have to take it."""
        self.name = client.access_key
        self._secret_key, self._previous, self._wait = secret_key, previous, wait
        urls = node_urls or {client.url: client.url}
        self._new: Nodes = {name: client.at(url) for name, url in urls.items()}
        self._old: Nodes = _as(self._new, self.name, previous) if previous else {}
        self._others = [_as(self._new, other["access_key"], other["secret_key"]) for other in others]

    def run(self, check_mode: bool) -> bool:
        """Return whether the secret key was set, or would be in check mode; ServerError where a node does not take it."""
        states = _states(self._new)
        if set(states.values()) == {credentials.ACCEPTED}:
            return False
        self._refuse(states)
        setter = self._setter()
        if not check_mode:
            _set(setter, self.name, self._secret_key)
            problem = self._unproven(self._new, self._old)
            if problem:
                raise ServerError(f"the new secret key of {self.name} was not taken: {problem}; {self._put_back()}")
        return True

    def _refuse(self, states: t.Mapping[str, str]) -> None:
        known = (credentials.ACCEPTED, credentials.UNKNOWN, credentials.WRONG_SECRET, credentials.DISABLED)
        unheard = [f"{name}: {state}" for name, state in states.items() if state not in known]
        if unheard:
            raise ServerError(f"nothing was changed, as not every node can be asked: {'; '.join(unheard)}")
        if credentials.DISABLED in states.values():
            raise InputError(f"{self.name} is disabled: enable it before it gets another secret key")
        if credentials.UNKNOWN in states.values():
            raise InputError(f"{self.name} is no account of the server, or has expired: nothing can be rotated")
        if len(self._secret_key) < secrets.SHORTEST:
            raise InputError(
                f"secret_key has {len(self._secret_key)} characters: the server takes {secrets.SHORTEST} or more"
            )

    def _setter(self) -> Client:
        """Return a client that may set the secret key: the account itself, or another administrator."""
        for nodes in filter(None, (self._old, self._new)):
            for client in nodes.values():
                if credentials.state(client) == credentials.ACCEPTED:
                    return client
        for nodes in self._others:
            client = next(iter(nodes.values()))
            if credentials.describe(client)["administers"]:
                return client
        raise InputError(
            f"nobody who may set the secret key of {self.name} is known: give its previous one, or another administrator's"
        )

    def _unproven(self, taken: Nodes, refused: Nodes) -> t.Optional[str]:
        """Return what is not so in the end: every node takes the first and refuses the second."""
        deadline = time.monotonic() + self._wait
        while True:
            problems = [
                f"{name} says {state}" for name, state in _states(taken).items() if state != credentials.ACCEPTED
            ]
            problems += [
                f"{name} still takes the old one"
                for name, state in _states(refused).items()
                if state == credentials.ACCEPTED
            ]
            if not problems or time.monotonic() >= deadline:
                return "; ".join(problems) or None
            time.sleep(PAUSE)

    def _put_back(self) -> str:
        if self._previous is None:
            return "the old one is not known here, so that it could not be put back"
        for client in self._new.values():
            try:
                _set(client, self.name, self._previous)
            except HardeningError:
                continue
            # a node that was lost before is asked no more
            reached = {
                name: self._old[name]
                for name, state in _states(self._old).items()
                if state in (credentials.ACCEPTED, credentials.WRONG_SECRET)
            }
            left = self._unproven(reached, {})
            return f"the old one was put back, but {left}" if left else "the old one was put back"
        return "the old one could not be put back, as no node takes the new one"
