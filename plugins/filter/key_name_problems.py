# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that judges names of keys."""

from __future__ import annotations

DOCUMENTATION = r"""
name: key_name_problems
short_description: Tell which names KES takes for no key
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks that each name has 1 to 80 letters, digits, hyphens and underscores, with no hyphen at either end.
  - What a key management system does not take besides is refused by the filter P(hardening.minio.kes_config#filter).
positional: _input, variable
options:
  _input:
    description: Names of keys.
    type: list
    elements: str
    required: true
  variable:
    description: The variable that holds them, for the sentences.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show what is wrong
  ansible.builtin.debug:
    msg: "{{ ['minio-tenant1', '-minio'] | hardening.minio.key_name_problems('minio_kes_keys') }}"
"""

RETURN = r"""
_value:
  description: One sentence for every name that is none.
  type: list
  elements: str
"""


def key_name_problems(names: list, variable: str) -> list:
    """Return one sentence for every name that is none."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils._kes import key_names

    return [problem for problem in (key_names.problem(name, variable) for name in names) if problem]


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"key_name_problems": key_name_problems}
