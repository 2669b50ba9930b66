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
  - With O(state=asked) and O(state=tried) nothing is changed. Tried before the rules are armed anywhere, and again when they are
    armed everywhere, they tell which hosts the rules cut off from one another. O(state=reverted) takes armed rules back at once.
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
    description: What to do. V(asked) tries the O(endpoints) only where the rules are not in force, V(tried) always.
    type: str
    choices: [asked, tried, armed, confirmed, reverted]
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
  endpoints:
    description:
      - What this host has to reach, C(HOST:PORT) each. A TCP connection is made to each, all at once, with O(state=asked) and
        O(state=tried).
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Ask whether the rules are in force, and who answers before they are
  hardening.minio.minio_firewall:
    state: asked
    ports: &ports
      - name: api
        port: 9000
        sources: [192.0.2.0/24, 2001:db8::/64]
    endpoints: [minio1:9000, minio2:9000]
  register: before

- name: Load the rules behind a dead man's switch
  hardening.minio.minio_firewall:
    state: armed
    ports: *ports
  when: not before.in_force

- name: Make a new connection
  ansible.builtin.meta: reset_connection

- name: Try again whom this host reached before
  hardening.minio.minio_firewall:
    state: tried
    ports: *ports
    endpoints: "{{ before.answering }}"
  register: after
  failed_when: after.silent | length > 0
  when: not before.in_force

- name: Keep the rules
  hardening.minio.minio_firewall:
    state: confirmed
    ports: *ports
  when: not before.in_force
"""

RETURN = r"""
in_force:
  description: Whether the rules are confirmed, loaded unchanged, and loaded at boot.
  type: bool
  returned: O(state=asked) or O(state=tried)
answering:
  description: Those of O(endpoints) that take a TCP connection.
  type: list
  elements: str
  returned: O(state=asked) or O(state=tried)
silent:
  description: Those that do not.
  type: list
  elements: str
  returned: O(state=asked) or O(state=tried)
"""

import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _packet_filter, _reach
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError

STATES = ["asked", "tried", "armed", "confirmed", "reverted"]
PORT = {
    "name": {"type": "str", "required": True},
    "port": {"type": "int", "required": True},
    "sources": {"type": "list", "elements": "str", "required": True},
}


def _try(endpoints: t.List[str]) -> t.Dict[str, t.List[str]]:
    found = list(zip(endpoints, _reach.answering(endpoints)))
    return {
        "answering": [endpoint for endpoint, answers in found if answers],
        "silent": [endpoint for endpoint, answers in found if not answers],
    }


def _change(module: AnsibleModule, text: str) -> bool:
    """Do what is asked for, and tell whether it changes anything."""
    state = module.params["state"]
    if state == "reverted":
        return _packet_filter.is_armed() if module.check_mode else _packet_filter.revert()
    if not module.check_mode and state == "armed":
        _packet_filter.arm(text, module.params["rollback"])
    elif not module.check_mode:
        _packet_filter.confirm(text)
    return True


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "choices": STATES, "required": True},
            "ports": {"type": "list", "elements": "dict", "required": True, "options": PORT},
            "rollback": {"type": "int", "default": 60},
            "endpoints": {"type": "list", "elements": "str", "default": []},
        },
        supports_check_mode=True,
    )
    rivals = _packet_filter.rivals()
    if rivals:
        module.fail_json(
            msg=f"{' and '.join(rivals)} is active on this host: stop it, or leave its ports to it; nothing was changed"
        )
    text = _packet_filter.ruleset(module.params["ports"])
    in_force = _packet_filter.is_in_force(text)
    state = module.params["state"]
    if state in ("asked", "tried"):
        endpoints = module.params["endpoints"] if state == "tried" or not in_force else []
        module.exit_json(changed=False, in_force=in_force, **_try(endpoints))
    if in_force and state != "reverted":
        module.exit_json(changed=False)
    before = _packet_filter.read(_packet_filter.RULES)
    try:
        changed = _change(module, text)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    after = before if state == "reverted" else text
    module.exit_json(changed=changed, diff={"before": before, "after": after})


if __name__ == "__main__":
    main()
