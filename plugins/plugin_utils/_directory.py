# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Check what is declared for an LDAP directory, by itself and against the other identities, before anything is changed."""

from __future__ import annotations

import typing as t

from ..module_utils._errors import InputError
from ..module_utils._ldap import names, settings
from ..module_utils._minio.idp_config import LDAP, check_values

Entry = t.Mapping[str, t.Any]
Wanted = t.Mapping[str, t.Any]
VARIABLE = "minio_idp_ldap"
ATTACHMENTS = "minio_idp_ldap_policy_attachments"
PROBE = "minio_idp_ldap_probe"
BASES = {"user": "user_dn_search_base_dn", "group": "group_search_base_dn"}
OWN = {"users": "name", "groups": "name"}


def is_present(ldap: Entry) -> bool:
    """Return whether a directory is to be used."""
    return bool(ldap) and ldap.get("state", "present") == "present"


def _settings(ldap: Entry) -> t.Iterator[str]:
    if not is_present(ldap):
        if ldap and set(ldap) != {"state"}:
            given = ", ".join(sorted(set(ldap) - {"state"}))
            yield f"{VARIABLE}.state is 'absent' and {given} is set: leave out what a directory that is removed does not need"
        return
    for problem in settings.problems(ldap):
        yield f"{VARIABLE}.{problem}"
    try:
        check_values(LDAP, VARIABLE, {key: str(ldap.get(key) or "") for key in settings.TEXTS})
    except InputError as error:
        yield str(error)
    if ldap.get("lookup_bind_password") is None:
        yield f"{VARIABLE}.lookup_bind_password is not set: it is needed"


def _under_a_base(ldap: Entry, kind: str, name: names.Name) -> bool:
    """Return whether a name is where MinIO searches; also where the bases themselves are no names."""
    bases = settings.parsed_bases(ldap.get(BASES[kind]))
    return not bases or any(names.is_under(name, base) for base in bases)


def _attachments(wanted: Wanted) -> t.Iterator[str]:
    ldap = wanted["ldap"]
    gone = {entry["name"] for entry in wanted["policies"] if entry.get("state", "present") == "absent"}
    seen: dict[t.Any, str] = {}
    if wanted["attachments"] and ldap and not is_present(ldap):
        yield f"{ATTACHMENTS} gives policies and {VARIABLE}.state is 'absent': without a directory there is nobody to have them"
    for entry in wanted["attachments"]:
        user, group = entry.get("user"), entry.get("group")
        if bool(user) == bool(group):
            yield f"{ATTACHMENTS} gives {', '.join(entry['policies'])} to {user!r} and {group!r}: name a user or a group"
            continue
        kind, text = ("user", str(user)) if user else ("group", str(group))
        try:
            name = names.parse(text)
        except InputError as error:
            yield f"{ATTACHMENTS} names the {kind} {text!r}: {error}; give the full distinguished name"
            continue
        identity = (kind, names.key(name))
        if identity in seen:
            yield f"{ATTACHMENTS} names the {kind} {text!r}, which is {seen[identity]!r} again: every user and group may come once"
        seen[identity] = text
        for policy in sorted(gone.intersection(entry["policies"])):
            yield f"{ATTACHMENTS} gives {policy} to {text}, which minio_idp_policies removes"
        if not is_present(ldap) or not entry["policies"]:
            continue
        if kind == "group" and not ldap.get(BASES["group"]):
            yield f"{ATTACHMENTS} names the group {text} and {VARIABLE}.group_search_base_dn is not set: without it MinIO finds no groups"
        elif not _under_a_base(ldap, kind, name):
            yield f"{ATTACHMENTS} names the {kind} {text}, which is not below {VARIABLE}.{BASES[kind]}: MinIO would not find it"


def _probe(wanted: Wanted) -> t.Iterator[str]:
    probe, ldap = wanted["probe"], wanted["ldap"]
    if not probe:
        return
    for key in ("username", "password"):
        if not probe.get(key):
            yield f"{PROBE}.{key} is not set: a login needs it"
    if ldap and not is_present(ldap):
        yield f"{PROBE} is set and {VARIABLE}.state is 'absent': nobody can log in without a directory"


def _own(wanted: Wanted) -> t.Iterator[str]:
    """Refuse users and groups of MinIO's own beside a directory: they would have no rights, and could not be kept."""
    if not is_present(wanted["ldap"]):
        return
    for kind, key in OWN.items():
        kept = [entry[key] for entry in wanted[kind] if entry.get("state", "present") == "present"]
        if kept:
            yield (
                f"minio_idp_{kind} lists {', '.join(kept)} and {VARIABLE} is set: with LDAP on MinIO takes no {kind} of its own and gives "
                f"those that it has no rights, so put them into the directory"
            )
    names_ = [entry.get("user") or entry.get("group") for entry in wanted["policy_attachments"] if entry["policies"]]
    if names_:
        yield (
            f"minio_idp_policy_attachments gives policies to {', '.join(map(str, names_))} and {VARIABLE} is set: with LDAP on only users and "
            f"groups of the directory have rights, so name them in {ATTACHMENTS}"
        )


def problems(wanted: Wanted) -> list[str]:
    """Return one sentence for everything that is wrong; none of them shows a secret.

    *wanted* has the dictionaries ldap and probe, and the lists attachments, policies, users, groups and policy_attachments.
    """
    return [*_settings(wanted["ldap"]), *_attachments(wanted), *_probe(wanted), *_own(wanted)]
