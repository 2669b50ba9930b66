#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep which users and groups have which policies."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_policy_attachment
short_description: Keep which users and groups have which policies
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Gives each listed user or group exactly the listed policies, all in one call.
  - Missing policies are attached before others are detached, so that nobody is without rights in between.
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
  attachments:
    description: Who has which policies.
    type: list
    elements: dict
    required: true
    suboptions:
      user:
        description: Name of a user. One of this and O(attachments[].group) is needed.
        type: str
      group:
        description: Name of a group.
        type: str
      policies:
        description: All policies of the user or group. An empty list takes all away.
        type: list
        elements: str
        required: true
  exclusive:
    description: Whether users and groups that are not listed lose their policies. The account that the module works as, its parent and its groups keep them.
    type: bool
    default: false
seealso:
  - module: hardening.minio.minio_policy
"""

EXAMPLES = r"""
- name: Keep who may do what
  hardening.minio.minio_policy_attachment:
    attachments:
      - group: staff
        policies: [app-read]
      - user: backup
        policies: [app-read, backup-write]
    exclusive: true
"""

RETURN = r"""
created:
  description: Users and groups, such as V(group:staff), that got their first policies, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: ["group:staff"]
updated:
  description: Users and groups, such as V(group:staff), that got other policies, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: Users and groups, such as V(group:staff), that lost all policies, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: []
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.kinds import Attachments
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import sync


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **get_spec("auth", "exclusive"),
            "attachments": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "user": {"type": "str"},
                    "group": {"type": "str"},
                    "policies": {"type": "list", "elements": "str", "required": True},
                },
                "mutually_exclusive": [["user", "group"]],
                "required_one_of": [["user", "group"]],
            },
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        kind = Attachments(Client(params))
        result = sync(kind, kind.entries(params["attachments"]), params["exclusive"], module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
