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
  - A configuration that KES refuses, or cannot start with, is put back to the one that it was proven with; the refused one stays
    beside it with C(.refused) behind its name.
  - KES may take over a configuration with which it cannot use any key. So prove it by M(hardening.minio.kes_key), then tell so by
    O(state=proven), or take it back by O(state=previous). One KES after another, so that the others go on serving.
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
  state:
    description:
      - V(running) has KES run with what is stored, and start at boot.
      - V(proven) keeps what is stored, to be put back one day.
      - V(previous) puts back what was kept, and has KES run with it.
    type: str
    choices: [running, proven, previous]
    default: running
  name:
    description: Name of the unit.
    type: str
    default: kes
  configuration:
    description: Path of the configuration.
    type: path
    default: /etc/kes/config.yml
  files:
    description: Files that the configuration names, such as the CA of the key management system. They are put back like it.
    type: list
    elements: path
    default: []
  certificates:
    description: KES's own certificate and private key.
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
- name: Have KES run with what is stored
  hardening.minio.kes_service:
    files: [/etc/kes/backend/ca.crt]
    certificates: [/etc/kes/certs/server.crt, /etc/kes/certs/server.key]
"""

RETURN = r"""
action:
  description: What was done, or would be in check mode - V(restart), V(reload), or V(null) for nothing.
  type: str
  returned: success
proven:
  description: Whether what is stored is what KES was proven with last.
  type: bool
  returned: success
put_back:
  description: Files that were put back.
  type: list
  elements: path
  returned: success
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._kes.service import Service


def main() -> None:
    """Run the module."""
    paths = {"type": "list", "elements": "path", "default": []}
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "choices": ["running", "proven", "previous"], "default": "running"},
            "name": {"type": "str", "default": "kes"},
            "configuration": {"type": "path", "default": "/etc/kes/config.yml"},
            "files": paths,
            "certificates": paths,
            "port": {"type": "int", "default": 7373},
            "timeout": {"type": "int", "default": 60},
        },
        supports_check_mode=True,
    )
    try:
        service = Service(module.params)
        result = {"running": _running, "proven": _proven, "previous": _previous}[module.params["state"]](
            service, module.check_mode
        )
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**{"action": None, "put_back": [], "proven": service.proven(), **result})


def _running(service: Service, check_mode: bool) -> dict:
    action, enable = service.needs(), not service.starts_at_boot()
    if enable and not check_mode:
        service.enable()
    if action and not check_mode:
        service.run(action)
    return {"changed": bool(action) or enable, "action": action}


def _proven(service: Service, check_mode: bool) -> dict:
    changed = not service.proven()
    if changed and not check_mode:
        service.keep()
    return {"changed": changed}


def _previous(service: Service, check_mode: bool) -> dict:
    paths, action = ([], None) if check_mode else service.go_back()
    return {"changed": bool(paths), "put_back": paths, "action": action}


if __name__ == "__main__":
    main()
