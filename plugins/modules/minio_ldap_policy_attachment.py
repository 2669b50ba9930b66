#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep which users and groups of an LDAP directory have which policies."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_ldap_policy_attachment
short_description: Keep which users and groups of an LDAP directory have which policies
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Gives each listed user or group of the directory exactly the listed policies, all in one call.
  - Missing policies are attached before others are detached, so that nobody is without rights in between.
  - Names are compared as the directory does, whatever their case, spaces and escapes.
  - The directory has to be loaded by the server, and is asked whether whoever gets policies exists.
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
        description: Full distinguished name of a user. One of this and O(attachments[].group) is needed.
        type: str
      group:
        description: Full distinguished name of a group.
        type: str
      policies:
        description: All policies of the user or group. An empty list takes all away, also from who is not in the directory any more.
        type: list
        elements: str
        required: true
  exclusive:
    description: Whether users and groups of the directory that are not listed lose their policies.
    type: bool
    default: false
seealso:
  - module: hardening.minio.minio_idp_ldap
  - module: hardening.minio.minio_policy
"""

EXAMPLES = r"""
- name: Keep who of the directory may do what
  hardening.minio.minio_ldap_policy_attachment:
    attachments:
      - group: cn=staff,ou=groups,dc=example,dc=net
        policies: [app-read]
      - user: uid=backup,ou=people,dc=example,dc=net
        policies: [app-read, backup-write]
    exclusive: true
"""

RETURN = r"""
created:
  description: Users and groups, such as V(group:cn=staff,ou=groups,dc=example,dc=net), that got their first policies, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: ["group:cn=staff,ou=groups,dc=example,dc=net"]
updated:
  description: Users and groups, such as V(group:cn=staff,ou=groups,dc=example,dc=net), that got other policies, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: Users and groups, such as V(group:cn=staff,ou=groups,dc=example,dc=net), that lost all policies, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: []
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._ldap import options
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.ldap_attachments import LdapAttachments
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import sync


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **get_spec("auth", "exclusive"),
            "attachments": {"type": "list", "elements": "dict", "required": True, **options.ATTACHMENT},
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        kind = LdapAttachments(Client(params))
        result = sync(kind, kind.entries(params["attachments"]), params["exclusive"], module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
