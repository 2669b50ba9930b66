#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep the groups of MinIO's own identity provider."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_group
short_description: Keep the groups of MinIO's own identity provider
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Creates, changes and removes groups and their members, all in one call.
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
  groups:
    description: The groups.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the group.
        type: str
        required: true
      members:
        description:
          - All members. Users that are not listed are taken out of the group.
          - Default is to leave the members as they are.
        type: list
        elements: str
      enabled:
        description: Whether members have the rights of the group. Default is to leave it as it is, and V(true) for a new group.
        type: bool
      state:
        description: Whether the group exists.
        type: str
        choices: [present, absent]
        default: present
  exclusive:
    description: Whether groups that are not listed are removed. Those of the account that the module works as are left alone.
    type: bool
    default: false
seealso:
  - module: hardening.minio.minio_user
  - module: hardening.minio.minio_policy_attachment
"""

EXAMPLES = r"""
- name: Keep the groups
  hardening.minio.minio_group:
    groups:
      - name: staff
        members: [alice, bob]
    exclusive: true
"""

RETURN = r"""
created:
  description: Groups that were made, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: [staff]
updated:
  description: Groups that were changed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: Groups that were removed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.kinds import Groups
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import sync


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **get_spec("auth", "exclusive"),
            "groups": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "name": {"type": "str", "required": True},
                    "members": {"type": "list", "elements": "str"},
                    "enabled": {"type": "bool"},
                    **get_spec("state"),
                },
            },
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        kind = Groups(Client(params))
        result = sync(kind, params["groups"], params["exclusive"], module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
