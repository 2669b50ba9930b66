# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in every directory of the tests: the account that looks up, and users who all have one password.

alice is in the group staff, in Active Directory through another group; olga in admins, jane and carol in none of these.
"""

from __future__ import annotations

SUFFIX = "dc=example,dc=net"
NAME = "ldap.lab.example"
"""What the directory is called in a lab."""
LOOKUP = f"cn=minio,ou=services,{SUFFIX}"
LOOKUP_PASSWORD = "planted-lookup-password"
USER_PASSWORD = "planted-user-password"
SETTINGS = {
    "lookup_bind_dn": LOOKUP,
    "lookup_bind_password": LOOKUP_PASSWORD,
    "user_dn_search_base_dn": f"ou=people,{SUFFIX}",
    "group_search_base_dn": f"ou=groups,{SUFFIX}",
}
"""How MinIO finds users and groups there, but for address and filters."""
