# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the settings of an LDAP directory."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_problems
short_description: Tell what is wrong with the settings of an LDAP directory
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks address, names and filters by which MinIO finds users and groups, who of the directory gets policies, and both against the
    other identities, before anything is changed. The directory itself is not asked.
options:
  _input:
    description: >-
      The dictionaries C(ldap) and C(probe), and the lists C(attachments), C(policies), C(users), C(groups) and C(policy_attachments).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show what is wrong
  ansible.builtin.debug:
    msg: "{{ wanted | hardening.minio.directory_problems }}"
"""

RETURN = r"""
_value:
  description: One sentence for every problem.
  type: list
  elements: str
"""


def directory_problems(wanted: dict) -> list[str]:
    """Return one sentence for every problem."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils._directory import problems

    return problems(wanted)


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"directory_problems": directory_problems}
