# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that gives the address of a node's S3 API."""

from __future__ import annotations

DOCUMENTATION = r"""
name: node_url
short_description: Give the address of a node's S3 API
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns the https address at which the controller reaches the node, from the variables of the host.
positional: _input, port
options:
  _input:
    description: Variables of the host, as in C(hostvars).
    type: dict
    required: true
  port:
    description: Port of the S3 API.
    type: int
    default: 9000
"""

EXAMPLES = r"""
- name: Show the address of this node
  ansible.builtin.debug:
    msg: "{{ hostvars[inventory_hostname] | hardening.minio.node_url }}"
"""

RETURN = r"""
_value:
  description: The address, such as V(https://192.0.2.11:9000).
  type: str
"""


def node_url(variables: dict, port: int = 9000) -> str:
    """Return the https address of a node; an IPv6 address gets its brackets."""
    host = str(variables.get("ansible_host") or variables["inventory_hostname"])
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"node_url": node_url}
