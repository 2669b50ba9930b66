#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Close the ports of MinIO and KES to everybody but the sources named."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_firewall
short_description: Close the ports of MinIO and KES to everybody but the sources named
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Keeps an nftables table of its own that looks at the given TCP ports only. Other tables, other ports and SSH are not touched.
  - With O(state=armed) the rules revert by themselves after O(rollback) seconds, unless O(state=confirmed) is called, which is to
    be done over a new connection. Confirmed rules are loaded at boot.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
    details: Rules that are in force are not armed again.
  platform:
    platforms: linux with systemd and nftables
options:
  state:
    description: What to do.
    type: str
    choices: [armed, confirmed]
    required: true
  ports:
    description: The ports to close.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the port in the rules.
        type: str
        required: true
      port:
        description: TCP port.
        type: int
        required: true
      sources:
        description: Networks that may connect, IPv4 and IPv6. None means nobody.
        type: list
        elements: str
        required: true
  rollback:
    description: Seconds until armed rules revert.
    type: int
    default: 60
"""

EXAMPLES = r"""
- name: Load the rules behind a dead man's switch
  hardening.minio.minio_firewall:
    state: armed
    ports: &ports
      - name: api
        port: 9000
        sources: [192.0.2.0/24, 2001:db8::/64]
  register: armed

- name: Make a new connection
  ansible.builtin.meta: reset_connection

- name: Keep the rules
  hardening.minio.minio_firewall:
    state: confirmed
    ports: *ports
  when: armed.changed
"""

RETURN = r"""#"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _packet_filter
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "choices": ["armed", "confirmed"], "required": True},
            "ports": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "name": {"type": "str", "required": True},
                    "port": {"type": "int", "required": True},
                    "sources": {"type": "list", "elements": "str", "required": True},
                },
            },
            "rollback": {"type": "int", "default": 60},
        },
        supports_check_mode=True,
    )
    rivals = _packet_filter.rivals()
    if rivals:
        module.fail_json(
            msg=f"{' and '.join(rivals)} is active on this host: stop it, or leave its ports to it; nothing was changed"
        )
    text = _packet_filter.ruleset(module.params["ports"])
    if _packet_filter.is_in_force(text):
        module.exit_json(changed=False)
    diff = {"before": _packet_filter.read(_packet_filter.RULES), "after": text}
    try:
        if not module.check_mode and module.params["state"] == "armed":
            _packet_filter.arm(text, module.params["rollback"])
        elif not module.check_mode:
            _packet_filter.confirm(text)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=True, diff=diff)


if __name__ == "__main__":
    main()
