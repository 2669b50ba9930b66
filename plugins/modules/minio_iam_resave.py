#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Save identities and configuration again, so that they get encrypted."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_iam_resave
short_description: Save identities and configuration again, so that they get encrypted
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - A server that gets a KMS encrypts what it writes from then on. Users, service accounts and configuration from before stay readable
    on the drives, secret keys included, until they are written again. This module has the server write them again.
  - Nothing changes for anybody - users and service accounts keep their secret keys, status, policies and expiration.
  - Whether it is needed is seen on the drives, by M(hardening.minio.minio_node_info) with O(hardening.minio.minio_node_info#module:scan_iam).
  - Temporary credentials cannot be saved again. They are gone when they have expired.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: none
    details: Saves again each time.
  platform:
    platforms: all
options:
  kinds:
    description:
      - What to save again.
      - V(configuration_history) removes the record of earlier changes of the configuration, which holds the secrets that were set and
        cannot be saved again. The configuration itself stays.
    type: list
    elements: str
    choices: [users, service_accounts, configuration, configuration_history]
    default: [users, service_accounts, configuration, configuration_history]
seealso:
  - module: hardening.minio.minio_node_info
"""

EXAMPLES = r"""
- name: Look for clear-text secrets on the drives
  hardening.minio.minio_node_info:
    scan_iam: true
  register: node

- name: Have what is in clear saved again
  hardening.minio.minio_iam_resave:
  when: ansible_play_hosts | map('extract', hostvars) | map(attribute='node.evidence.stored_iam') | selectattr('clear', 'gt', 0) | length > 0
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
resaved:
  description: What was saved again, names by kind. Empty in check mode.
  type: dict
  returned: success
  sample: {"users": [alice], "service_accounts": [app-1], "configuration": [config.json], "configuration_history": []}
pending:
  description: Temporary credentials, which stay as they are until they expire.
  type: dict
  returned: success
  contains:
    count:
      description: How many there are.
      type: int
    last_expiration:
      description: When the last one expires. V(null) if there are none.
      type: str
      sample: "2027-03-31T00:00:00Z"
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.resave import KINDS, resave


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **get_spec("auth"),
            "kinds": {"type": "list", "elements": "str", "choices": list(KINDS), "default": list(KINDS)},
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        result = resave(Client(params), params["kinds"], params["secret_key"], module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
