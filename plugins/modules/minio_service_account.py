#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep the service accounts of a MinIO cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_service_account
short_description: Keep the service accounts of a MinIO cluster
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Creates, changes and removes service accounts, also called access keys, all in one call.
  - A service account can do what its parent can, and less if it has a policy of its own.
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
  service_accounts:
    description: The service accounts.
    type: list
    elements: dict
    required: true
    suboptions:
      access_key:
        description: Access key, 3 to 20 characters.
        type: str
        required: true
      parent:
        description: User that the account belongs to. Needed for a new one; cannot be changed.
        type: str
      secret_key:
        description: Secret key, 8 to 40 characters. Needed for an account that does not exist yet.
        type: str
      policy:
        description:
          - Policy document that limits the account further.
          - An empty dictionary takes it away. Default is to leave it as it is, and none for a new account.
        type: dict
      name:
        description: Short name. Can be changed but not taken away.
        type: str
      description:
        description: What the account is for. Can be changed but not taken away.
        type: str
      expiration:
        description:
          - Time after which the account is refused, such as V(2027-03-31T00:00:00Z), or V(never).
          - Default is to leave it as it is, and what O(lifetime) says for a new account.
        type: str
      enabled:
        description: Whether the account may do anything. Default is to leave it as it is, and V(true) for a new account.
        type: bool
      state:
        description: Whether the account exists.
        type: str
        choices: [present, absent]
        default: present
  update_secret:
    description:
      - With V(on_create) the secret key of an account that exists is left alone.
      - With V(always) a request is signed with the secret key, and the key is set if the server does not take it. For a disabled or
        expired account this cannot be found out, so its key is set every time.
    type: str
    choices: [on_create, always]
    default: on_create
  lifetime:
    description:
      - Days after which new accounts expire that are given no expiration of their own, 1 to 364, to the last full hour.
      - With V(0) they never expire.
    type: int
    default: 0
  exclusive:
    description:
      - Whether service accounts that are not listed are removed, whoever they belong to.
      - The account that the module works as is left alone.
    type: bool
    default: false
seealso:
  - module: hardening.minio.minio_user
"""

EXAMPLES = r"""
- name: Keep the service accounts
  hardening.minio.minio_service_account:
    service_accounts:
      - access_key: app-1
        secret_key: "{{ app_secret_key }}"
        parent: app
        description: Web application
        expiration: 2027-03-31T00:00:00Z
        policy:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: [s3:GetObject]
              Resource: ["arn:aws:s3:::app/public/*"]
"""

RETURN = r"""
created:
  description: Service accounts that were made, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: [app-1]
updated:
  description: Service accounts that were changed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: Service accounts that were removed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.service_accounts import ServiceAccounts
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import sync
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            **get_spec("auth", "exclusive"),
            "service_accounts": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "access_key": {"type": "str", "required": True, "no_log": False},
                    "parent": {"type": "str"},
                    "secret_key": {"type": "str", "no_log": True},
                    "policy": {"type": "dict"},
                    "name": {"type": "str"},
                    "description": {"type": "str"},
                    "expiration": {"type": "str"},
                    "enabled": {"type": "bool"},
                    **get_spec("state"),
                },
            },
            "lifetime": {"type": "int", "default": 0},
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
        kind = ServiceAccounts(Client(params), params["update_secret"], params["lifetime"])
        result = sync(kind, params["service_accounts"], params["exclusive"], module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
