# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The policies of users and groups of an LDAP directory, whose names are compared as the directory does."""

from __future__ import annotations

import typing as t

from .._errors import InputError
from .._ldap import names as dn
from .client import ApiError, Client
from .kinds import Attachments, has_ldap, is_directory_name
from .sync import Entry, State

# what a server with LDAP answers where the directory does not have whom it is asked to give policies
UNKNOWN = ("XMinioAdminNoSuchUser", "XMinioAdminNoSuchGroup")


def _entity(kind: str, name: dn.Name) -> str:
    """Return what an entity is called here: the same for all ways to write its name."""
    return f"{kind}:{dn.write(dn.key(name))}"


class LdapAttachments(Attachments):
    """The policies of users and groups of the directory; an object is named "group:cn=staff,dc=example,dc=net"."""

    provider = "ldap"

    def __init__(self, client: Client) -> None:
        """Ask *client*."""
        super().__init__(client)
        self._written: t.Dict[str, str] = {}

    @staticmethod
    def entries(attachments: t.Sequence[Entry]) -> t.List[Entry]:
        """Return the elements of the option with their entity; raises InputError for what is no full name."""
        found: t.List[Entry] = []
        for attachment in attachments:
            kind = "user" if attachment["user"] else "group"
            text = attachment[kind]
            try:
                name = dn.parse(text)
            except InputError as error:
                raise InputError(f"{kind} {text!r}: {error}; give its full distinguished name") from None
            found.append({**attachment, "entity": _entity(kind, name)})
        return found

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return the policies of every user and group of the directory that has one."""
        if not has_ldap(self._client):
            raise InputError(
                f"{self._client.url} has LDAP off, or has not loaded it yet: set it with minio_idp_ldap, and restart the nodes"
            )
        result: t.Dict[str, State] = {}
        for entity, state in super().read(names).items():
            kind, _colon, listed = entity.partition(":")
            name = dn.from_server(listed)
            own = _entity(kind, name)
            self._written[own] = dn.write(name)
            before = result.setdefault(own, {"policies": []})
            before["policies"] = sorted({*before["policies"], *state["policies"]})
        return result

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Attach and detach, under the name that the server has, else the one given."""
        self._written.setdefault(entry["entity"], entry["user"] or entry["group"])
        super().write(entry, before, after)

    def _call(self, operation: str, entity: str, names: t.Sequence[str]) -> None:
        kind = entity.partition(":")[0]
        name = self._written[entity]
        try:
            super()._call(operation, f"{kind}:{name}", names)
        except ApiError as error:
            if error.code in UNKNOWN:
                raise InputError(
                    f"the directory has no {kind} {name} below the bases that MinIO searches: check its spelling, and the bases"
                ) from None
            raise

    def own(self) -> t.Collection[str]:
        """Return the user of the directory that this module works as; root, and who has a key of root, is none."""
        return [_entity("user", dn.parse(name)) for name in self._standing.users if is_directory_name(name)]
