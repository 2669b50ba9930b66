#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tell whether MinIO can use a directory."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_ldap_info
short_description: Tell whether MinIO can use an LDAP directory
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Asks the directory from a MinIO node, in the way MinIO would, before MinIO is pointed at it. Asked is whether its certificate is to
    be trusted, whether the account for look-ups may log in, whether the bases and those who are to get policies exist, and, where a
    user is given for a test, whether the filters find that user once and the password is taken.
  - Changes nothing. Nothing is ever sent in clear, and no certificate is taken without verification.
  - Needs no library on the node.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_idp_ldap
attributes:
  check_mode:
    support: full
    details: Changes nothing in any mode.
  diff_mode:
    support: N/A
    details: Changes nothing.
  idempotent:
    support: N/A
    details: Changes nothing.
  platform:
    platforms: posix
options:
  server_addr:
    required: true
  lookup_bind_dn:
    required: true
  lookup_bind_password:
    required: true
  user_dn_search_base_dn:
    required: true
  user_dn_search_filter:
    required: true
  ca_directory:
    description: Directory with further CAs that MinIO trusts, such as V(/etc/minio/certs/CAs). It may be missing.
    type: path
  ca_certificates:
    description: Further CAs (PEM), such as those that will be put into O(ca_directory).
    type: list
    elements: str
    default: []
  policy_attachments:
    description: Users and groups that are to get policies, as M(hardening.minio.minio_ldap_policy_attachment) takes them.
    type: list
    elements: dict
    default: []
    suboptions:
      user:
        description: Distinguished name of a user.
        type: str
      group:
        description: Distinguished name of a group.
        type: str
      policies:
        description: Policies. Who is to get none need not exist.
        type: list
        elements: str
        required: true
  probe:
    description: A user to log in with for a test.
    type: dict
    suboptions:
      username:
        description: Name to log in with.
        type: str
        required: true
      password:
        description: The user's password.
        type: str
        required: true
  timeout:
    description: Seconds to wait for each answer.
    type: int
    default: 30
"""

EXAMPLES = r"""
- name: Ask the directory whether MinIO can use it
  hardening.minio.minio_ldap_info:
    server_addr: ldap.example.net:636
    lookup_bind_dn: cn=minio,ou=services,dc=example,dc=net
    lookup_bind_password: "{{ vault_ldap_lookup_password }}"
    user_dn_search_base_dn: ou=people,dc=example,dc=net
    user_dn_search_filter: (uid=%s)
    group_search_base_dn: ou=groups,dc=example,dc=net
    group_search_filter: (&(objectClass=groupOfNames)(member=%d))
    ca_directory: /etc/minio/certs/CAs
"""

RETURN = r"""
directory:
  description:
    - What was found. A directory that MinIO could not use is a failure whose message says what to change.
    - V(null) with O(srv_record_name), as a node has no means to look up such records. MinIO itself asks the directory before it takes settings.
  type: dict
  returned: success
  contains:
    tls:
      description: Version of TLS.
      type: str
    user_bases:
      description: Bases of the users, as the directory writes them.
      type: list
      elements: str
    group_bases:
      description: Bases of the groups.
      type: list
      elements: str
    probe:
      description: The user that O(probe) found, V(null) without one.
      type: dict
      contains:
        user:
          description: Distinguished name.
          type: str
        groups:
          description: Distinguished names of the groups that the filter finds.
          type: list
          elements: str
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._ldap import check, options
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    required = {"type": "str", "required": True}
    module = Module(
        argument_spec={
            **options.SETTINGS,
            **options.NEEDED,
            "ca_directory": {"type": "path"},
            "ca_certificates": {"type": "list", "elements": "str", "default": []},
            "policy_attachments": {"type": "list", "elements": "dict", "default": [], **options.ATTACHMENT},
            "probe": {
                "type": "dict",
                "options": {"username": required, "password": {**required, "no_log": True}},
            },
            "timeout": {"type": "int", "default": 30},
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        tls = check.trusting(params["ca_directory"], params["ca_certificates"])
        directory = None if params["srv_record_name"] else check.check(params, tls, params["timeout"])
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, directory=directory)


if __name__ == "__main__":
    main()
