#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bring a running KES to its stored configuration."""

from __future__ import annotations

DOCUMENTATION = r"""
module: kes_service
short_description: Bring a running KES to its stored configuration
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Compares the running process with its environment, program, unit, configuration and certificates, and starts, restarts or reloads
    it where they differ. A new configuration or certificate needs a signal only.
  - A configuration that KES refuses, or cannot start with, is put back to the one that it accepted before; the refused one stays
    beside it with C(.refused) behind its name.
  - To be used with C(throttle=1), so that one KES goes on serving while another restarts.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
  platform:
    platforms: linux with systemd
options:
  name:
    description: Name of the unit.
    type: str
    default: kes
  configuration:
    description: Path of the configuration.
    type: path
    default: /etc/kes/config.yml
  files:
    description: Other files that KES reads, such as its certificate.
    type: list
    elements: path
    default: []
  port:
    description: Port that KES listens on.
    type: int
    default: 7373
  timeout:
    description: Seconds until a KES that does not take over its configuration is an error.
    type: int
    default: 60
"""

EXAMPLES = r"""
- name: Have KES run with its configuration, one host after another
  hardening.minio.kes_service:
    files: [/etc/kes/certs/server.crt, /etc/kes/certs/server.key]
  throttle: 1
"""

RETURN = r"""
action:
  description: What was done, or would be in check mode - V(restart), V(reload), or V(null) for nothing.
  type: str
  returned: success
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._kes.service import Service


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "name": {"type": "str", "default": "kes"},
            "configuration": {"type": "path", "default": "/etc/kes/config.yml"},
            "files": {"type": "list", "elements": "path", "default": []},
            "port": {"type": "int", "default": 7373},
            "timeout": {"type": "int", "default": 60},
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        service = Service(params["name"], params["configuration"], params["files"], params["port"], params["timeout"])
        action = service.needs()
        if action and not module.check_mode:
            {"restart": service.restart, "reload": service.reload}[action]()
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=bool(action), action=action)


if __name__ == "__main__":
    main()
