#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tell whether MinIO on this host can work with OpenID providers."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_openid_info
short_description: Tell whether MinIO on this host can work with OpenID providers
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Runs on a node of the cluster and asks every provider as MinIO does, with the CAs that MinIO trusts.
  - Says in one sentence each what keeps MinIO from it, as a wrong provider keeps a starting node out of service.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
    details: Changes nothing.
  diff_mode:
    support: N/A
    details: Changes nothing.
  idempotent:
    support: N/A
    details: Changes nothing.
  platform:
    platforms: all
options:
  providers:
    description: Address of the discovery document of every provider, by its name.
    type: dict
    required: true
  userinfo:
    description: Names of those at whose userinfo endpoint MinIO will ask for claims.
    type: list
    elements: str
    default: []
  cas_dir:
    description:
      - Directory of the CA certificates that MinIO trusts besides those of the system.
      - One that is not there yet holds none.
    type: path
    default: /etc/minio/certs/CAs
  cas:
    description: Further CA certificates, PEM, such as those that are not in O(cas_dir) yet.
    type: list
    elements: str
    default: []
seealso:
  - module: hardening.minio.minio_idp_openid
"""

EXAMPLES = r"""
- name: Ask whether the provider can be used
  hardening.minio.minio_openid_info:
    providers:
      staff: https://id.example.net/.well-known/openid-configuration
  register: openid
"""

RETURN = r"""
providers:
  description: What was found of every provider.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: Name of the provider.
      type: str
      sample: staff
    issuer:
      description: What the provider calls itself. V(null) where it did not say.
      type: str
      sample: https://id.example.net
    token_endpoint:
      description: Where it gives tokens. V(null) where it did not say.
      type: str
      sample: https://id.example.net/token
    algorithms:
      description: By which it signs ID tokens.
      type: list
      elements: str
      sample: [RS256]
    keys:
      description: The keys that it publishes.
      type: list
      elements: dict
      contains:
        kid:
          description: Name of the key. V(null) where it has none.
          type: str
        type:
          description: Type of the key.
          type: str
          sample: RSA
        algorithm:
          description: What the key is for. V(null) where that is open.
          type: str
          sample: RS256
    problems:
      description: What keeps MinIO from working with it, one sentence each.
      type: list
      elements: str
      sample: []
"""

import os
import ssl

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _http, _openid
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError


def trust(cas_dir: str, cas: "list[str]") -> ssl.SSLContext:
    """Return a TLS context that trusts what MinIO trusts."""
    tls = _http.context()
    if os.path.isdir(cas_dir):
        _http.trust_also(tls, cas_dir)
    for certificate in cas:
        tls.load_verify_locations(cadata=certificate)
    return tls


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "providers": {"type": "dict", "required": True},
            "userinfo": {"type": "list", "elements": "str", "default": []},
            "cas_dir": {"type": "path", "default": "/etc/minio/certs/CAs"},
            "cas": {"type": "list", "elements": "str", "default": []},
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        tls = trust(params["cas_dir"], params["cas"])
        found = [
            {"name": name, **_openid.examine(str(config_url), tls, name in params["userinfo"])}
            for name, config_url in params["providers"].items()
        ]
    except HardeningError as error:
        module.fail_json(msg=str(error))
    except ssl.SSLError as error:
        module.fail_json(msg=f"cas has a certificate that cannot be read: {error}")
    module.exit_json(changed=False, providers=found)


if __name__ == "__main__":
    main()
