# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that names the variables in which nodes differ."""

from __future__ import annotations

DOCUMENTATION = r"""
name: uneven_variables
short_description: Name the variables in which nodes differ
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns the names of variables that not all nodes have, or not with the same value. No value is returned.
options:
  _input:
    description: The variables of every node, each as a dictionary.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Show in what two nodes differ
  ansible.builtin.debug:
    msg: "{{ [{'MINIO_SITE_NAME': 'one'}, {'MINIO_SITE_NAME': 'two'}] | hardening.minio.uneven_variables }}"
"""

RETURN = r"""
_value:
  description: The names, sorted.
  type: list
  elements: str
"""


def uneven_variables(nodes: list) -> list:
    """Return the names of variables that are not the same on all nodes."""
    nodes = list(nodes)
    names = sorted({name for variables in nodes for name in variables})
    return [name for name in names if len({variables.get(name) for variables in nodes}) > 1]


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"uneven_variables": uneven_variables}
