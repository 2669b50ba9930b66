#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep the policies of a MinIO cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_policy
short_description: Keep the policies of a MinIO cluster
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Creates, changes and removes named policies, all in one call.
  - Documents are compared by what they mean, so a change made at the server by somebody else is seen and repaired, and one that only
    writes the same rights in another order is none.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
  platform:
    platforms: all
options:
  policies:
    description: The policies.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the policy.
        type: str
        required: true
      policy:
        description:
          - The whole document with C(Version) and C(Statement). Needed unless O(policies[].state=absent).
          - Actions of different kinds, such as V(s3:*), V(admin:*) and V(kms:*), need statements of their own.
        type: dict
      state:
        description: Whether the policy exists. The server does not remove one that a user or group still has.
        type: str
        choices: [present, absent]
        default: present
  exclusive:
    description: Whether policies that are not listed are removed. Those that come with the server, or that the module works by, are left alone.
    type: bool
    default: false
seealso:
  - module: hardening.minio.minio_policy_attachment
  - plugin: hardening.minio.policy_lint
    plugin_type: filter
  - plugin: hardening.minio.ready_policy
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Keep the policies
  hardening.minio.minio_policy:
    url: https://minio1.example.net:9000
    access_key: "{{ minio_access_key }}"
    secret_key: "{{ minio_secret_key }}"
    ca_path: /etc/ssl/certs/example-ca.pem
    policies:
      - name: app-read
        policy:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: [s3:GetObject]
              Resource: ["arn:aws:s3:::app/*"]
            - Effect: Allow
              Action: [s3:ListBucket]
              Resource: ["arn:aws:s3:::app"]
      - name: app-old
        state: absent
"""

RETURN = r"""
created:
  description: Policies that were made, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: [app-read]
updated:
  description: Policies that were changed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: Policies that were removed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.kinds import Policies
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import sync


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **get_spec("auth", "exclusive"),
            "policies": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "name": {"type": "str", "required": True},
                    "policy": {"type": "dict"},
                    **get_spec("state"),
                },
            },
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        kind = Policies(Client(params))
        result = sync(kind, params["policies"], params["exclusive"], module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
