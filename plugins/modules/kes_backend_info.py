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
  - Asks the key management system from a KES host, before KES is pointed at it. All are asked whether they answer and whether their
    certificate is to be trusted. Those that can be asked more without a library of the vendor are asked whether they take the
    credentials (all but Google, and not the identity of the host itself) and whether they let KES read keys (AWS and Azure) or have
    all rights that it needs (Vault, which is also asked whether it is sealed).
  - Creates nothing. The token of a test login is revoked where the key management system can do that.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._kes_backends.aws
  - hardening.minio._kes_backends.azure
  - hardening.minio._kes_backends.ciphertrust
  - hardening.minio._kes_backends.fortanix
  - hardening.minio._kes_backends.gcp
  - hardening.minio._kes_backends.vault
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
    choices: [aws, azure, ciphertrust, fortanix, gcp, vault]
    required: true
  probe:
    description: Name of a key that is not there, by which to ask whether KES may read. Policies may limit the names.
    type: str
    default: hardening-minio-probe
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
      description: Seconds that a token of the login lives, 0 for ever, V(null) if it does not tell.
      type: int
    login_known:
      description: Whether it told that it takes the credentials.
      type: bool
    rights_known:
      description: Whether it told that the login may read keys, with Vault also create them. Some may not ask.
      type: bool
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._kes import aws, azure, ciphertrust, fortanix, gcp, vault
from ansible_collections.hardening.minio.plugins.module_utils._module import Module

BACKENDS = {
    "aws": aws,
    "azure": azure,
    "ciphertrust": ciphertrust,
    "fortanix": fortanix,
    "gcp": gcp,
    "vault": vault,
}


def main() -> None:
    """Run the module."""
    settings = {name: {"type": "dict", "options": backend.OPTIONS} for name, backend in BACKENDS.items()}
    settings["azure"]["mutually_exclusive"] = [azure.LOGINS]
    settings["vault"].update(mutually_exclusive=[vault.LOGINS], required_one_of=[vault.LOGINS])
    module = Module(
        argument_spec={
            "backend": {"type": "str", "choices": sorted(BACKENDS), "required": True},
            "probe": {"type": "str", "default": "hardening-minio-probe"},
            **settings,
        },
        required_if=[["backend", name, [name]] for name in sorted(BACKENDS)],
        supports_check_mode=True,
    )
    name = module.params["backend"]
    try:
        facts = BACKENDS[name].check(module.params[name], module.params["probe"])
    except HardeningError as error:
        module.fail_json(msg=str(error))
    for warning in facts.pop("warnings"):
        module.warn(warning)
    module.exit_json(changed=False, backend=facts)


if __name__ == "__main__":
    main()
