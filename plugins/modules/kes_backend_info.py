#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tell whether the key management system behind KES can be used."""

from __future__ import annotations

DOCUMENTATION = r"""
module: kes_backend_info
short_description: Tell whether the key management system behind KES can be used
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Asks the key management system from a KES host, before KES is pointed at it, whether it answers, whether its certificate is to be
    trusted, whether it is sealed, whether the credentials are taken, and whether they give the rights that KES needs.
  - Creates nothing. The token of the test login is revoked.
extends_documentation_fragment:
  - hardening.minio._attributes
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
  backend:
    description: The key management system.
    type: str
    choices: [vault]
    required: true
  vault:
    description: Settings of HashiCorp Vault or OpenBao, as in O(hardening.minio.minio_kes#role:main:minio_kes_vault).
    type: dict
    suboptions:
      endpoint:
        description: Address.
        type: str
        required: true
      engine:
        description: Mount path of the KV engine.
        type: str
      version:
        description: Version of the KV engine. The role's default is V(v2).
        type: str
        choices: [v1, v2]
      namespace:
        description: Namespace.
        type: str
      prefix:
        description: Path below the engine.
        type: str
      approle:
        description: Login by AppRole.
        type: dict
        suboptions:
          engine:
            description: Mount path of the AppRole engine.
            type: str
          namespace:
            description: Namespace of the login.
            type: str
          id:
            description: Role ID.
            type: str
          secret:
            description: Secret ID.
            type: str
      kubernetes:
        description: Login by a Kubernetes service account.
        type: dict
        suboptions:
          engine:
            description: Mount path of the Kubernetes engine.
            type: str
          namespace:
            description: Namespace of the login.
            type: str
          role:
            description: Role.
            type: str
          jwt:
            description: Token, or the path of a file with it.
            type: str
      transit:
        description: Encryption of the stored keys.
        type: dict
        suboptions:
          engine:
            description: Mount path of the transit engine.
            type: str
          key:
            description: Name of the transit key.
            type: str
      ca:
        description: CA of the server's certificate as PEM.
        type: str
      client_certificate:
        description: Client certificate as PEM.
        type: str
      client_key:
        description: Private key of the client certificate as PEM.
        type: str
      ping:
        description: How often the seal is looked at.
        type: str
"""

EXAMPLES = r"""
- name: Ask OpenBao whether KES may log in
  hardening.minio.kes_backend_info:
    backend: vault
    vault: "{{ minio_kes_vault }}"
"""

RETURN = r"""
backend:
  description: The key management system. One that KES could not use is a failure whose message names the reason.
  type: dict
  returned: success
  contains:
    version:
      description: Its version, V(null) if it does not tell.
      type: str
    token_ttl:
      description: Seconds that a token of the login lives, 0 for ever.
      type: int
    rights_known:
      description: Whether it told that the login has the rights that KES needs. Some may not ask.
      type: bool
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._kes import vault
from ansible_collections.hardening.minio.plugins.module_utils._module import Module

BACKENDS = {"vault": vault}


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            "backend": {"type": "str", "choices": sorted(BACKENDS), "required": True},
            "vault": {
                "type": "dict",
                "options": vault.OPTIONS,
                "mutually_exclusive": [vault.LOGINS],
                "required_one_of": [vault.LOGINS],
            },
        },
        required_if=[["backend", "vault", ["vault"]]],
        supports_check_mode=True,
    )
    try:
        facts = BACKENDS[module.params["backend"]].check(module.params[module.params["backend"]])
    except HardeningError as error:
        module.fail_json(msg=str(error))
    for warning in facts.pop("warnings"):
        module.warn(warning)
    module.exit_json(changed=False, backend=facts)


if __name__ == "__main__":
    main()
