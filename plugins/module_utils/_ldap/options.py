# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The options of the modules for LDAP, by the names that MinIO gives its settings."""

from __future__ import annotations

import typing as t

Spec = t.Dict[str, t.Any]

SETTINGS: Spec = {
    "server_addr": {"type": "str"},
    "srv_record_name": {"type": "str", "choices": ["ldap", "ldaps", "on"]},
    "server_starttls": {"type": "bool", "default": False},
    "lookup_bind_dn": {"type": "str"},
    "lookup_bind_password": {"type": "str", "no_log": True},
    "user_dn_search_base_dn": {"type": "str"},
    "user_dn_search_filter": {"type": "str"},
    "user_dn_attributes": {"type": "list", "elements": "str", "default": []},
    "group_search_base_dn": {"type": "str"},
    "group_search_filter": {"type": "str"},
}
REQUIRED = ("server_addr", "lookup_bind_dn", "user_dn_search_base_dn", "user_dn_search_filter")
"""Settings without which MinIO cannot use a directory; a password it has already may be left out."""
NEEDED: Spec = {name: {**SETTINGS[name], "required": True} for name in (*REQUIRED, "lookup_bind_password")}
ATTACHMENT: Spec = {
    "options": {
        "user": {"type": "str"},
        "group": {"type": "str"},
        "policies": {"type": "list", "elements": "str", "required": True},
    },
    "mutually_exclusive": [["user", "group"]],
    "required_one_of": [["user", "group"]],
}
