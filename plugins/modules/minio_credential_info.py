#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tell what a credential is to a MinIO server."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_credential_info
short_description: Tell whether a MinIO server takes a credential, whose it is, and whether it may administer
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Signs requests with the credential and tells what the server answered. A refused credential is an answer and no failure.
  - A server that cannot be asked is a failure.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
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
    platforms: all
seealso:
  - module: hardening.minio.minio_secret_key
"""

EXAMPLES = r"""
- name: Ask what the account of automation may do
  hardening.minio.minio_credential_info:
    url: https://minio1.example.net:9000
    access_key: automation
    secret_key: "{{ minio_secret_key }}"
  register: answer

- name: Refuse one that cannot administer
  ansible.builtin.assert:
    that: answer.credential.administers
    fail_msg: "automation lacks {{ answer.credential.lacks | join(', ') }}"
"""

RETURN = r"""
credential:
  description: What the credential is.
  type: dict
  returned: success
  contains:
    state:
      description: >-
        V(accepted), V(disabled) for an account that is switched off, as root is where root access is off, V(unknown) for one that
        is not there or has expired, V(wrong_secret).
      type: str
    kind:
      description: V(root), V(user) or V(service_account). V(null) if it is not accepted.
      type: str
    owner:
      description: The account itself, or for a service account the one that it belongs to. V(null) if it is not accepted.
      type: str
    provider:
      description: Where its owner is kept, such as V(builtin), V(ldap) or V(openid). V(null) if it is not accepted.
      type: str
    has_policy:
      description: Whether its owner has any policy, its own or through a group. V(null) if it is not accepted.
      type: bool
    administers:
      description: Whether it has the rights to give all others.
      type: bool
    lacks:
      description: The rights of these that it has not, such as V(admin:CreateUser). V(null) if it is not accepted.
      type: list
      elements: str
    root_access_keys:
      description: Service accounts that belong to root. V(null) for who does not administer.
      type: list
      elements: dict
      contains:
        access_key:
          description: Access key.
          type: str
        parent:
          description: Name of root.
          type: str
        expiration:
          description: When it expires, in UTC as ISO 8601 writes it. V(null) for never.
          type: str
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio import credentials
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    module = Module(argument_spec=get_spec("auth"), supports_check_mode=True)
    try:
        credential = credentials.describe(Client(module.params))
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, credential=credential)


if __name__ == "__main__":
    main()
