#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep the LDAP directory of a MinIO cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_idp_ldap
short_description: Keep the LDAP directory of a MinIO cluster
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Sets, changes and removes the directory, LDAP or Active Directory, in which MinIO looks for its users.
  - An option that is not given is at the server's default afterwards, whatever it was before. The directory is always asked over TLS
    with verification; settings that turn these off are turned back.
  - Before it stores settings, MinIO connects to the directory, logs in and looks for the bases.
  - With LDAP on, MinIO knows root, access keys of root and users of the directory. Users of its own have no rights any more, nor have their
    access keys, and new ones are refused. They are back when LDAP is removed.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
  - hardening.minio._minio_idp
  - hardening.minio._minio_idp_ldap
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details: Of the password only that it is set.
  idempotent:
    support: full
  platform:
    platforms: all
options:
  replace_local_users:
    description:
      - Whether LDAP may be turned on where MinIO has enabled users of its own, who lose all their rights by it.
      - The account that the module works as must never be one of them.
    type: bool
    default: false
  state:
    description: Whether MinIO uses a directory.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: hardening.minio.minio_ldap_info
  - module: hardening.minio.minio_ldap_policy_attachment
"""

EXAMPLES = r"""
- name: Look for users in a directory
  hardening.minio.minio_idp_ldap:
    server_addr: ldap.example.net:636
    lookup_bind_dn: cn=minio,ou=services,dc=example,dc=net
    lookup_bind_password: "{{ vault_ldap_lookup_password }}"
    user_dn_search_base_dn: ou=people,dc=example,dc=net
    user_dn_search_filter: (uid=%s)
    group_search_base_dn: ou=groups,dc=example,dc=net
    group_search_filter: (&(objectClass=groupOfNames)(member=%d))
"""

RETURN = r"""
created:
  description: V(_), the one directory there can be, if it was set, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: ["_"]
updated:
  description: V(_), if its settings were changed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: V(_), if it was removed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
pending:
  description: What is stored and not loaded, one sentence, by node.
  type: dict
  returned: success
  sample: {minio1: [provider _ is stored and not loaded]}
restart_required:
  description: Whether RV(pending) has anything, so that nodes have to be restarted, one after another.
  type: bool
  returned: success
overridden:
  description: Variables of the server's environment that win over what is stored.
  type: list
  elements: dict
  returned: success
  contains:
    variable:
      description: Name of the variable.
      type: str
      sample: MINIO_IDENTITY_LDAP_SERVER_ADDR
    provider:
      description: Always V(_).
      type: str
      sample: _
    key:
      description: Setting that it gives.
      type: str
      sample: server_addr
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._ldap import options
from ansible_collections.hardening.minio.plugins.module_utils._minio import idp_changes, idp_config, idp_ldap
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            **get_spec("auth", "update_secret", "node_urls", "state"),
            **options.SETTINGS,
            "replace_local_users": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    params = {**module.params, "exclusive": False}
    try:
        client = Client(params)
        entries = idp_ldap.entries(params)
        if params["state"] == "present":
            idp_ldap.refuse_lock_out(client, params["replace_local_users"])
        result = idp_changes.apply(client, idp_config.LDAP, entries, params, module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
