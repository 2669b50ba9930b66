# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that judges waivers of the checklist."""

from __future__ import annotations

DOCUMENTATION = r"""
name: waiver_problems
short_description: Tell what is wrong with waivers of the checklist
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks that each waiver is for a check that exists, and has a reason and a last day.
positional: _input
options:
  _input:
    description: Waivers, as in the option O(hardening.minio.minio_checklist#role:main:minio_checklist_waivers).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show what is wrong
  ansible.builtin.debug:
    msg: "{{ {'B4.1': {'reason': 'comes with the new data centre'}} | hardening.minio.waiver_problems }}"
"""

RETURN = r"""
_value:
  description: One sentence for every problem.
  type: list
  elements: str
"""


def waiver_problems(wanted: dict) -> list:
    """Return one sentence for every problem."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, waivers

    return list(waivers.problems(wanted, [check.id for check in catalogue.checks()]))


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"waiver_problems": waiver_problems}
