# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change without notice.

"""The settings by which MinIO finds users and groups in a directory."""

from __future__ import annotations


class ModuleDocFragment:
    """Options SETTINGS of module_utils/_ldap/options.py."""

    DOCUMENTATION = r"""
options:
  server_addr:
    description:
      - Host and port of the directory without a scheme, such as V(ldap.example.net:636). The certificate has to name the host as it is
        written here. Default port is 636.
      - With O(srv_record_name) the domain whose SRV records name the servers.
    type: str
  srv_record_name:
    description:
      - How SRV records are asked for. V(ldap) and V(ldaps) stand for C(_ldap._tcp) and C(_ldaps._tcp) before O(server_addr), V(on) takes
        O(server_addr) as the whole name. Write V(on) in quotes, YAML makes a boolean of it else.
    type: str
    choices: [ldap, ldaps, "on"]
  server_starttls:
    description: Whether the connection begins in clear and turns to TLS by StartTLS, usually on port 389, before anything else is sent.
    type: bool
    default: false
  lookup_bind_dn:
    description: Account that looks up users and groups. It needs to read them and nothing else.
    type: str
  lookup_bind_password:
    description: Password of O(lookup_bind_dn).
    type: str
  user_dn_search_base_dn:
    description: Distinguished name below which users are. Several are separated by semicolons; none may lie below another.
    type: str
  user_dn_search_filter:
    description: Filter that finds the one user who logs in, with C(%s) for the name given, such as V((uid=%s)).
    type: str
  user_dn_attributes:
    description: Attributes of the user that policies may refer to, such as V(mail).
    type: list
    elements: str
    default: []
  group_search_base_dn:
    description: Distinguished name below which groups are. Several are separated by semicolons; none may lie below another.
    type: str
  group_search_filter:
    description:
      - Filter that finds the groups of the user, with C(%d) for the user's distinguished name and C(%s) for the name given at the login, such
        as V((&(objectClass=groupOfNames\)(member=%d\)\)).
      - Needed with O(group_search_base_dn). Without both only users can have policies.
    type: str
"""
