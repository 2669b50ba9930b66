#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Give an account of a MinIO cluster another secret key."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_secret_key
short_description: Give the account that a run works as another secret key, at every node or not at all
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Sets the secret key of a user or service account, by the account itself with its previous one, or by another administrator, and
    proves by signed requests that every node takes the new one and refuses the old one.
  - Where a node does not, the previous one is set again.
  - For the other accounts there are M(hardening.minio.minio_user) and M(hardening.minio.minio_service_account). Root's is no account
    of the server; it stands in the environment of the nodes.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
  platform:
    platforms: all
options:
  access_key:
    description: The account.
    type: str
    required: true
  secret_key:
    description: Its new secret key, 8 characters or more.
    type: str
    required: true
  previous_secret_key:
    description: Its old one. Without it, one of O(others) is needed, and nothing can be put back.
    type: str
  others:
    description: Administrators that may set it, in the order in which they are tried.
    type: list
    elements: dict
    default: []
    suboptions:
      access_key:
        description: Access key.
        type: str
        required: true
      secret_key:
        description: Secret key.
        type: str
        required: true
  node_urls:
    description: Addresses of all nodes by name. Default is O(url) alone.
    type: dict
    default: {}
  wait:
    description: Seconds that every node has to take the new one.
    type: int
    default: 120
seealso:
  - module: hardening.minio.minio_credential_info
"""

EXAMPLES = r"""
- name: Rotate the secret key that automation works with
  hardening.minio.minio_secret_key:
    url: https://minio1.example.net:9000
    access_key: automation
    secret_key: "{{ minio_secret_key }}"
    previous_secret_key: "{{ minio_previous_secret_key }}"
    node_urls:
      minio1: https://minio1.example.net:9000
      minio2: https://minio2.example.net:9000
"""

RETURN = r"""
nodes:
  description: The nodes that take the secret key, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: [minio1, minio2]
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.rotation import Rotation
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            **get_spec("auth"),
            "previous_secret_key": {"type": "str", "no_log": True},
            "others": {
                "type": "list",
                "elements": "dict",
                "default": [],
                "options": {
                    "access_key": {"type": "str", "required": True, "no_log": False},
                    "secret_key": {"type": "str", "required": True, "no_log": True},
                },
            },
            "node_urls": {"type": "dict", "default": {}},
            "wait": {"type": "int", "default": 120},
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        rotation = Rotation(
            Client(params),
            params["secret_key"],
            params["previous_secret_key"],
            params["others"],
            params["node_urls"],
            params["wait"],
        )
        changed = rotation.run(module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=changed, nodes=sorted(params["node_urls"]) or [params["url"]])


if __name__ == "__main__":
    main()
