# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenLDAP's configuration and its entries, with the paths and passwords of a test, and its set-up on a host of a lab."""

from __future__ import annotations

import json
import pathlib
import string
import typing as t

if t.TYPE_CHECKING:
    from tests.lab.lab import Lab

HERE = pathlib.Path(__file__).parent
NAME = "ldap.lab.example"
"""What the directory is called in a lab."""
ADMIN = "cn=admin,dc=example,dc=net"
ADMIN_PASSWORD = "planted-directory-admin"
LOOKUP = "cn=minio,ou=services,dc=example,dc=net"
LOOKUP_PASSWORD = "planted-lookup-password"
USER_PASSWORD = "planted-user-password"
SETTINGS = {
    "lookup_bind_dn": LOOKUP,
    "lookup_bind_password": LOOKUP_PASSWORD,
    "user_dn_search_base_dn": "ou=people,dc=example,dc=net",
    "user_dn_search_filter": "(uid=%s)",
    "group_search_base_dn": "ou=groups,dc=example,dc=net",
    "group_search_filter": "(&(objectClass=groupOfNames)(member=%d))",
}
"""How MinIO finds users and groups there, but for the address."""


def config(folder: str, certificate: str, key: str, ca: str) -> str:
    """Return the configuration, for slapadd -n 0; *folder* holds the directory data and the file of the process id."""
    text = (HERE / "config.ldif").read_text(encoding="ascii")
    return string.Template(text).substitute(
        folder=folder, certificate=certificate, key=key, ca=ca, admin_password=ADMIN_PASSWORD
    )


def entries() -> str:
    """Return what ldapadd puts into the directory."""
    text = (HERE / "entries.ldif").read_text(encoding="ascii")
    return string.Template(text).substitute(lookup_password=LOOKUP_PASSWORD, user_password=USER_PASSWORD)


def set_up(lab: Lab) -> None:
    """Run the directory on the host of the lab's key management system, and note in ldap.json how MinIO uses it."""
    host = lab.hosts("kms")[0]
    text = config("/var/lib/ldap", "/etc/ldap/server.crt", "/etc/ldap/server.key", "/etc/ldap/ca.crt")
    for path, content in (("lab.ldif", text), ("entries.ldif", entries()), ("admin", ADMIN_PASSWORD)):
        lab.on(host, f"umask 077; cat > /etc/ldap/{path}", content)
    lab.on(host, f"bash -s {NAME} {ADMIN}", (HERE / "openldap.sh").read_text())
    lab.on_all(lab.hosts("minio"), f"echo '{lab.addresses[host]} {NAME}' >> /etc/hosts")
    found = {"settings": {**SETTINGS, "server_addr": f"{NAME}:636"}, "ca": lab.on(host, "cat /etc/ldap/ca.crt")}
    (lab.home / "ldap.json").write_text(json.dumps(found))
