# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Options that the API modules share; their documentation is in the doc fragments of the same names."""

from __future__ import annotations

import typing as t

Spec = t.Dict[str, t.Dict[str, t.Any]]

# access_key is a name, not a secret: with no_log Ansible would black it out wherever a result names its owner
SHARED: t.Dict[str, Spec] = {
    "auth": {
        "url": {"type": "str", "required": True},
        "access_key": {"type": "str", "required": True, "no_log": False},
        "secret_key": {"type": "str", "required": True, "no_log": True},
        "ca_path": {"type": "path"},
        "validate_certs": {"type": "bool", "default": True},
        "timeout": {"type": "int", "default": 30},
    },
    "state": {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}},
    "exclusive": {"exclusive": {"type": "bool", "default": False}},
    # the choice is no secret, only its name looks like one
    "update_secret": {
        "update_secret": {
            "type": "str",
            "choices": ["on_create", "always"],
            "default": "on_create",
            "no_log": False,
        }
    },
    "node_urls": {"node_urls": {"type": "dict"}},
    "openid_login": {
        "openid": {
            "type": "dict",
            "options": {
                "name": {"type": "str", "default": "_"},
                "token": {"type": "str", "no_log": True},
                "access_token": {"type": "str", "no_log": True},
                "username": {"type": "str"},
                "password": {"type": "str", "no_log": True},
                "client_id": {"type": "str"},
                "client_secret": {"type": "str", "no_log": True},
                "scopes": {"type": "list", "elements": "str", "default": ["openid"]},
                "ca_path": {"type": "path"},
            },
            "required_together": [["username", "password"]],
        }
    },
}


def get_spec(*names: str) -> Spec:
    """Return the argument specs of the named option sets as one."""
    spec: Spec = {}
    for name in names:
        spec.update({option: dict(settings) for option, settings in SHARED[name].items()})
    return spec
