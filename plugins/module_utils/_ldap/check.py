# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask a directory, as MinIO would, whether MinIO can use it; a failure says which variable to change."""

from __future__ import annotations

import os
import socket
import ssl
import typing as t

from .. import _verification
from .._errors import InputError, ServerError
from . import address, filters, names
from .client import REFUSED, SUBTREE, Connection, ResultError
from .settings import base_names

Facts = t.Dict[str, t.Any]
Settings = t.Mapping[str, t.Any]
VARIABLE = "minio_idp_ldap"
ATTACHMENTS = "minio_idp_ldap_policy_attachments"
PROBE = "minio_idp_ldap_probe"


def trusting(directory: t.Optional[str], certificates: t.Sequence[str]) -> ssl.SSLContext:
    """Return a context that trusts as MinIO does: the system's CAs, those of its directory of CAs, and those it will get."""
    tls = _verification.context()
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    for entry in os.scandir(directory) if directory and os.path.isdir(directory) else ():
        try:
            tls.load_verify_locations(cafile=entry.path)
        except (OSError, ssl.SSLError):
            continue  # a file without a certificate is no anchor, to MinIO neither
    for certificate in certificates:
        try:
            tls.load_verify_locations(cadata=certificate)
        except ssl.SSLError as error:
            raise InputError(f"one of ca_certificates is no certificate: {error.reason}") from None
    return tls


class Directory:
    """A directory, by the settings of MinIO."""

    def __init__(self, settings: Settings, tls: ssl.SSLContext, timeout: float) -> None:
        """Connect; raises ServerError with the cure where that fails."""
        self.settings = settings
        self.where = settings["server_addr"]
        try:
            host, port = address.parse(self.where)
        except InputError as error:
            raise InputError(f"{VARIABLE}.server_addr is {self.where!r}: {error}") from None
        self._open = lambda: Connection(
            host, port or address.LDAPS_PORT, tls, bool(settings["server_starttls"]), timeout
        )
        self.connection = self._connect()

    def _connect(self) -> Connection:
        try:
            return self._open()
        except ResultError as error:
            # only StartTLS is answered with a result here
            raise ServerError(
                f"{self.where} refuses StartTLS ({error}): set {VARIABLE}.server_starttls to false and take the port of LDAPS, "
                "or turn StartTLS on in the directory"
            ) from None
        except ServerError as error:
            raise ServerError(f"{self.where}: {error}: check {VARIABLE}.server_addr") from None
        except OSError as error:
            raise ServerError(f"{self.where} {self._why(error)}") from None

    def _why(self, error: OSError) -> str:
        if isinstance(error, ssl.SSLCertVerificationError):
            # of OpenSSL: the name, or the address, is another one
            if error.verify_code in (62, 64):
                return (
                    f"shows a certificate of another name ({error.verify_message}): "
                    f"write {VARIABLE}.server_addr as the certificate names the directory"
                )
            return (
                f"shows a certificate that is not to be trusted ({error.verify_message}): "
                "put the CA that signed it into minio_tls_trusted_cas"
            )
        if isinstance(error, socket.gaierror):
            return f"is not known by name on this host: check {VARIABLE}.server_addr and the resolver"
        if isinstance(error, ConnectionRefusedError):
            return f"does not listen: check {VARIABLE}.server_addr, and whether the directory runs"
        if isinstance(error, ssl.SSLError):
            other = "false" if self.settings["server_starttls"] else "true"
            return (
                f"does not speak TLS as it has to ({error.reason or type(error).__name__}): check the port in "
                f"{VARIABLE}.server_addr, and whether {VARIABLE}.server_starttls has to be {other}"
            )
        if isinstance(error, (socket.timeout, TimeoutError)):
            return f"does not answer in time: check {VARIABLE}.server_addr, and what filters packets between it and this host"
        return (
            f"ends the connection ({error.strerror or type(error).__name__}): check {VARIABLE}.server_addr, and whether it speaks "
            f"{'LDAP with StartTLS' if self.settings['server_starttls'] else 'LDAPS'} there"
        )

    def ask(self, doing: str, call: t.Callable[[], t.Any]) -> t.Any:
        """Return what a call returns; a failure says what was being done."""
        try:
            return call()
        except ServerError as error:
            raise ServerError(f"{self.where} cannot {doing}: {error}") from None
        except OSError as error:
            raise ServerError(f"{self.where} {self._why(error)}") from None

    def lookup_bind(self) -> None:
        """Log in as the account that looks up users and groups."""
        name = self.settings["lookup_bind_dn"]
        try:
            self.connection.bind(name, self.settings["lookup_bind_password"])
        except ResultError as error:
            cure = (
                f"check {VARIABLE}.lookup_bind_dn and {VARIABLE}.lookup_bind_password"
                if error.code == REFUSED
                else ("let the directory take simple binds of that account over TLS")
            )
            raise ServerError(f"{self.where} refuses the login of {name} ({error}): {cure}") from None
        except (ServerError, OSError) as error:
            raise ServerError(f"{self.where} does not answer the login of {name} ({error})") from None

    def find(self, name: str) -> t.Optional[str]:
        """Return a name as the directory writes it, None if it has no such entry or does not show it."""
        found: t.Optional[str] = self.ask(f"look up {name}", lambda: self.connection.find(name))
        return found

    def bases(self, key: str) -> t.List[str]:
        """Return the bases of a setting as the directory writes them; raises InputError for one that is not there."""
        found = []
        for name in base_names(self.settings[key]):
            there = self.find(name)
            if there is None:
                raise InputError(
                    f"{VARIABLE}.{key} names {name}, which {self.where} does not have or does not show to "
                    f"{self.settings['lookup_bind_dn']}: check its spelling, and that account's rights to read"
                )
            found.append(there)
        return found

    def users(self, username: str, bases: t.Sequence[str]) -> t.List[str]:
        """Return the users that MinIO would find at a login."""
        text = self.settings["user_dn_search_filter"].replace("%s", filters.escape(username))
        return [name for base in bases for name, _attributes in self._search(base, text, "user_dn_search_filter")]

    def groups(self, username: str, user: str, bases: t.Sequence[str]) -> t.List[str]:
        """Return the groups that MinIO would find for a user."""
        text = self.settings["group_search_filter"] or ""
        text = text.replace("%s", filters.escape(username)).replace("%d", filters.escape(user))
        return [name for base in bases for name, _attributes in self._search(base, text, "group_search_filter")]

    def _search(self, base: str, text: str, key: str) -> t.Any:
        return self.ask(f"search with {VARIABLE}.{key}", lambda: self.connection.search(base, SUBTREE, text))

    def takes(self, name: str, password: str) -> bool:
        """Return whether a user can log in, asked on a connection of its own."""
        try:
            with self._connect() as connection:
                connection.bind(name, password)
        except ResultError as error:
            if error.code == REFUSED:
                return False
            raise ServerError(f"{self.where} refuses the login of {name} ({error})") from None
        return True


def _attached(directory: Directory, attachments: t.Sequence[Settings], bases: t.Mapping[str, t.Sequence[str]]) -> None:
    for entry in attachments:
        kind = "user" if entry.get("user") else "group"
        name = entry[kind]
        if not entry["policies"]:
            continue
        there = directory.find(name)
        if there is None:
            raise InputError(
                f"{ATTACHMENTS} names the {kind} {name}, which {directory.where} does not have: check its spelling"
            )
        if not any(names.is_under(names.parse(there), names.parse(base)) for base in bases[kind]):
            raise InputError(
                f"{ATTACHMENTS} names the {kind} {name}, which is not under {VARIABLE}.{kind}{'_dn' if kind == 'user' else ''}"
                f"_search_base_dn: MinIO would not find it there"
            )


def _probe(directory: Directory, probe: Settings, bases: t.Mapping[str, t.Sequence[str]]) -> Facts:
    username = probe["username"]
    users = directory.users(username, bases["user"])
    if len(users) != 1:
        raise InputError(
            f"{VARIABLE}.user_dn_search_filter finds {len(users)} users for {username!r} of {PROBE}: it has to find one"
            + (f" ({', '.join(users[:3])})" if users else "")
        )
    if not directory.takes(users[0], probe["password"]):
        raise InputError(f"{directory.where} refuses the password of {username!r}: check {PROBE}.password")
    groups = directory.groups(username, users[0], bases["group"]) if bases["group"] else []
    return {"user": users[0], "groups": sorted(groups)}


def check(settings: Settings, tls: ssl.SSLContext, timeout: float) -> Facts:
    """Return what was found; raises HardeningError with the variable to change where MinIO could not use the directory."""
    for key in ("user_dn_search_filter", "group_search_filter"):
        try:
            if settings[key]:
                filters.encode(settings[key])
        except InputError as error:
            raise InputError(f"{VARIABLE}.{key}: {error}") from None
    directory = Directory(settings, tls, timeout)
    with directory.connection as connection:
        directory.lookup_bind()
        bases = {"user": directory.bases("user_dn_search_base_dn"), "group": directory.bases("group_search_base_dn")}
        _attached(directory, settings["policy_attachments"], bases)
        return {
            "tls": connection.tls,
            "user_bases": bases["user"],
            "group_bases": bases["group"],
            "probe": _probe(directory, settings["probe"], bases) if settings["probe"] else None,
        }
