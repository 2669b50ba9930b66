#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Log in by an identity provider and tell which policies that gives."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_sts_info
short_description: Log in by an identity provider and tell which policies that gives
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Logs in at the STS of every node, with a token of an OpenID provider or with name and password of LDAP, and asks under which policies
    the login works. Only this proves an identity provider, as a server that cannot use one says so in its log alone.
  - The credential that a login gives is never returned. It ends by itself after 15 minutes, the shortest time that the server knows.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
  - hardening.minio._openid_login
attributes:
  check_mode:
    support: full
    details: Logs in as well; nothing else happens.
  diff_mode:
    support: N/A
    details: Changes nothing.
  idempotent:
    support: N/A
    details: Changes nothing.
  platform:
    platforms: all
options:
  ldap:
    description: A login with name and password.
    type: dict
    suboptions:
      username:
        description: Name of the user.
        type: str
        required: true
      password:
        description: Password of the user.
        type: str
        required: true
  policies:
    description: Policies that the login has to have, all and no others. Default is to ask for some rights.
    type: list
    elements: str
  node_urls:
    description:
      - Address of every node by its name, at which to log in.
      - Default is what the cluster itself calls its nodes.
    type: dict
seealso:
  - module: hardening.minio.minio_idp_openid
"""

EXAMPLES = r"""
- name: Log in with a token that names policies
  hardening.minio.minio_sts_info:
    openid:
      token: "{{ token_of_a_test_user }}"
  register: login

- name: Log in as a user of LDAP
  hardening.minio.minio_sts_info:
    ldap:
      username: test-user
      password: "{{ password_of_the_test_user }}"
"""

RETURN = r"""
logins:
  description: How it went at every node.
  type: list
  elements: dict
  returned: success
  contains:
    node:
      description: Name of the node.
      type: str
      sample: minio1
    accepted:
      description: Whether the server gave a credential.
      type: bool
      sample: true
    policies:
      description: The policies of the cluster of which the login has every right.
      type: list
      elements: str
      sample: [readonly]
    policy:
      description: The policy document that the login works under, as the server merges it. V(null) for no login.
      type: dict
    error:
      description: Why it was refused, or which policies it has instead of O(policies). V(null) for a login as it should be.
      type: str
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio import nodes, sts
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._module import Module

LDAP = {
    "username": {"type": "str", "required": True},
    "password": {"type": "str", "required": True, "no_log": True},
}


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            **get_spec("auth", "node_urls", "openid_login"),
            "ldap": {"type": "dict", "options": LDAP},
            "policies": {"type": "list", "elements": "str"},
        },
        mutually_exclusive=[["openid", "ldap"]],
        required_one_of=[["openid", "ldap"]],
        supports_check_mode=True,
    )
    params = module.params
    try:
        client = Client(params)
        info = client.admin("GET", "info", "read the state of the cluster")
        urls = nodes.addresses(client, info, params["node_urls"])
        documents = sts.documents_of(client)
        probe = sts.OpenidProbe(client, params["openid"]) if params["openid"] else sts.LdapProbe(params["ldap"])
        logins = [
            {"node": node, **sts.try_login(client.at(url), probe, documents, params["policies"])}
            for node, url in urls.items()
        ]
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, logins=logins)


if __name__ == "__main__":
    main()
