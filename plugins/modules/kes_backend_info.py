#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
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
    trusted, whether it is sealed, and whether the credentials are taken. The token of the test login is revoked.
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
  settings:
    description: Its settings, as in O(hardening.minio.minio_kes#role:minio_kes_vault).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Ask OpenBao whether KES may log in
  hardening.minio.kes_backend_info:
    backend: vault
    settings: "{{ minio_kes_vault }}"
"""

RETURN = r"""
usable:
  description: V(true); a key management system that cannot be used is a failure whose message names the reason.
  type: bool
  returned: success
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._kes import vault

BACKENDS = {"vault": vault}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "backend": {"type": "str", "choices": sorted(BACKENDS), "required": True},
            "settings": {"type": "dict", "required": True, "no_log": True},
        },
        supports_check_mode=True,
    )
    try:
        BACKENDS[module.params["backend"]].check(module.params["settings"])
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, usable=True)


if __name__ == "__main__":
    main()
