#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep the users of MinIO's own identity provider."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_user
short_description: Keep the users of MinIO's own identity provider
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Creates, changes and removes users, all in one call.
  - With LDAP turned on, the server refuses to make or change users of its own.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details: Of a secret key only that it is set.
  idempotent:
    support: full
  platform:
    platforms: all
options:
  users:
    description: The users.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the user, which is its access key.
        type: str
        required: true
      secret_key:
        description: Secret key, 8 characters or more. Needed for a user that does not exist yet.
        type: str
      enabled:
        description: Whether the user may do anything. Default is to leave it as it is, and V(true) for a new user.
        type: bool
      state:
        description: Whether the user exists. With the user its service accounts are removed.
        type: str
        choices: [present, absent]
        default: present
  update_secret:
    description:
      - With V(on_create) the secret key of a user that exists is left alone.
      - With V(always) a request is signed with the secret key, and the key is set if the server does not take it. For a disabled user
        this cannot be found out, so its key is set every time.
    type: str
    choices: [on_create, always]
    default: on_create
  exclusive:
    description: Whether users that are not listed are removed. The user that the module works as, or whose access key it works with, is left alone.
    type: bool
    default: false
seealso:
  - module: hardening.minio.minio_group
  - module: hardening.minio.minio_policy_attachment
"""

EXAMPLES = r"""
- name: Keep the users
  hardening.minio.minio_user:
    users:
      - name: alice
        secret_key: "{{ alice_secret_key }}"
      - name: bob
        enabled: false
      - name: carol
        state: absent

- name: Give a user another secret key
  hardening.minio.minio_user:
    users:
      - name: alice
        secret_key: "{{ alice_new_secret_key }}"
    update_secret: always
"""

RETURN = r"""
created:
  description: Users that were made, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: [alice]
updated:
  description: Users that were changed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: Users that were removed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.kinds import Users
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import sync
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            **get_spec("auth", "exclusive"),
            "users": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "name": {"type": "str", "required": True},
                    "secret_key": {"type": "str", "no_log": True},
                    "enabled": {"type": "bool"},
                    **get_spec("state"),
                },
            },
            # the choice is no secret, only its name looks like one
            "update_secret": {
                "type": "str",
                "choices": ["on_create", "always"],
                "default": "on_create",
                "no_log": False,
            },
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        kind = Users(Client(params), params["update_secret"])
        result = sync(kind, params["users"], params["exclusive"], module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
