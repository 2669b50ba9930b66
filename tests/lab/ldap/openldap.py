# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenLDAP: its configuration and its entries, with the paths and passwords of a test, and its set-up on a host of a lab."""

from __future__ import annotations

import pathlib
import string
import typing as t

from . import entries

HERE = pathlib.Path(__file__).parent
ADMIN = f"cn=admin,{entries.SUFFIX}"
ADMIN_PASSWORD = "planted-directory-admin"
SETTINGS = {
    **entries.SETTINGS,
    "user_dn_search_filter": "(uid=%s)",
    "group_search_filter": "(&(objectClass=groupOfNames)(member=%d))",
}
SERVICE = "slapd"
CA = "/etc/ldap/ca.crt"
IN_CLEAR = "Confidentiality required (13)"


def config(folder: str, certificate: str, key: str, ca: str) -> str:
    """Return the configuration, for slapadd -n 0; *folder* holds the directory data and the file of the process id."""
    text = (HERE / "config.ldif").read_text(encoding="ascii")
    return string.Template(text).substitute(
        folder=folder, certificate=certificate, key=key, ca=ca, admin_password=ADMIN_PASSWORD
    )


def content() -> str:
    """Return what ldapadd puts into the directory."""
    text = (HERE / "entries.ldif").read_text(encoding="ascii")
    return string.Template(text).substitute(
        lookup_password=entries.LOOKUP_PASSWORD, user_password=entries.USER_PASSWORD
    )


def set_up(on: t.Callable[..., str]) -> None:
    """Run it on the host on which *on* runs commands."""
    text = config("/var/lib/ldap", "/etc/ldap/server.crt", "/etc/ldap/server.key", CA)
    for path, written in (("lab.ldif", text), ("entries.ldif", content()), ("admin", ADMIN_PASSWORD)):
        on(f"umask 077; cat > /etc/ldap/{path}", written)
    on(f"bash -s {entries.NAME} {ADMIN}", (HERE / "openldap.sh").read_text())
