# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What is wrong with the settings by which MinIO uses a directory, as far as they tell by themselves."""

from __future__ import annotations

import re
import typing as t

from .._errors import InputError
from . import address, filters, names

Settings = t.Mapping[str, t.Any]
ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
ACCOUNT = re.compile(r"[^\s@=,\\]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*")
"""How Active Directory names an account as well: user@example.net."""
NEEDED = ("server_addr", "lookup_bind_dn", "user_dn_search_base_dn", "user_dn_search_filter")
TEXTS = (*NEEDED, "lookup_bind_password", "group_search_base_dn", "group_search_filter")


def base_names(text: t.Optional[str]) -> t.List[str]:
    """Return the names of a setting that holds several, separated by semicolons."""
    return [name.strip() for name in (text or "").split(";") if name.strip()]


def parsed_bases(text: t.Optional[str]) -> t.List[names.Name]:
    """Return those of the names that are names."""
    found = []
    for name in base_names(text):
        try:
            found.append(names.parse(name))
        except InputError:
            continue
    return found


def _address(settings: Settings) -> t.Iterator[str]:
    text = settings["server_addr"]
    try:
        _host, port = address.parse(text)
    except InputError as error:
        yield f"server_addr is {text!r}: {error}"
        return
    starttls = bool(settings.get("server_starttls"))
    if settings.get("srv_record_name"):
        if port:
            yield f"server_addr is {text!r} with srv_record_name: give the domain alone, as the SRV records name hosts and ports"
    elif port == address.LDAP_PORT and not starttls:
        yield f"server_addr is {text!r}, where directories speak in clear at first: set server_starttls to true, or take the port of LDAPS, 636"
    elif port in (None, address.LDAPS_PORT) and starttls:
        yield f"server_addr is {text!r} and server_starttls is true: StartTLS is spoken at another port than LDAPS, usually 389"


def _account(settings: Settings) -> t.Iterator[str]:
    name = settings["lookup_bind_dn"]
    try:
        names.parse(name)
    except InputError as error:
        if not ACCOUNT.fullmatch(name):
            yield (
                f"lookup_bind_dn is {name!r}: {error}; give a full distinguished name such as cn=minio,ou=services,dc=example,dc=net, "
                "or with Active Directory user@example.net"
            )


def _bases(settings: Settings, key: str) -> t.Iterator[str]:
    parsed: t.List[t.Tuple[str, names.Name]] = []
    if not base_names(settings[key]):
        yield f"{key} is {settings[key]!r}: give one distinguished name or several, separated by semicolons"
    for text in base_names(settings[key]):
        try:
            name = names.parse(text)
        except InputError as error:
            yield f"{key} names {text!r}: {error}; give full distinguished names, separated by semicolons"
            continue
        for other, above in parsed:
            if names.is_under(name, above) or names.is_under(above, name):
                yield f"{key} names {other!r} and {text!r}, of which one lies below the other: name the upper one only"
        parsed.append((text, name))


def _filter(settings: Settings, key: str, known: t.Collection[str], needed: t.Collection[str]) -> t.Iterator[str]:
    text = settings[key]
    try:
        filters.encode(text)
    except InputError as error:
        yield f"{key} is {text!r}: {error}"
        return
    found = filters.placeholders(text)
    unknown = sorted(found - set(known))
    if unknown:
        yield (
            f"{key} is {text!r}: MinIO replaces {' and '.join('%' + one for one in sorted(known))} there and not "
            f"{' or '.join('%' + one for one in unknown)}; a percent sign itself is written \\25"
        )
    elif not found.intersection(needed):
        yield f"{key} is {text!r}: it has to contain {' or '.join('%' + one for one in needed)}, or it finds the same for everybody"


def problems(settings: Settings) -> t.Iterator[str]:
    """Yield one sentence for everything that is wrong, beginning with the name of the setting; none shows the password."""
    for key in TEXTS:
        if re.search(r"[\x00-\x1f\x7f]", settings.get(key) or ""):
            yield f"{key} has a line break or another control character: give one line of text"
            return
    for key in NEEDED:
        if not settings.get(key):
            yield f"{key} is not set: it is needed"
    if settings.get("server_addr"):
        yield from _address(settings)
    if settings.get("lookup_bind_dn"):
        yield from _account(settings)
    if settings.get("lookup_bind_password") == "":
        yield "lookup_bind_password is empty: MinIO would log in without a password, and the directory would show it nothing or everything to everybody"
    if settings.get("user_dn_search_base_dn"):
        yield from _bases(settings, "user_dn_search_base_dn")
    if settings.get("user_dn_search_filter"):
        yield from _filter(settings, "user_dn_search_filter", ("s",), ("s",))
    for name in settings.get("user_dn_attributes") or []:
        if not ATTRIBUTE.fullmatch(name):
            yield f"user_dn_attributes has {name!r}: give names of attributes such as mail, no numbers"
    base, text = settings.get("group_search_base_dn"), settings.get("group_search_filter")
    if bool(base) != bool(text):
        given, missing = (
            ("group_search_base_dn", "group_search_filter") if base else ("group_search_filter", "group_search_base_dn")
        )
        yield f"{missing} is not set and {given} is: groups are found with both, or not at all"
    if base:
        yield from _bases(settings, "group_search_base_dn")
    if text:
        yield from _filter(settings, "group_search_filter", ("d", "s"), ("d", "s"))
