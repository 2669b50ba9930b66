# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with declared identities."""

from __future__ import annotations

DOCUMENTATION = r"""
name: identity_problems
short_description: Tell what is wrong with declared identities
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks policies, users, groups, their policies and service accounts against one another, before anything is changed.
options:
  _input:
    description: The lists C(policies), C(users), C(groups), C(policy_attachments) and C(service_accounts).
    type: dict
    required: true
  access_key:
    description: Account that will make the changes.
    type: str
    default: ""
  folder:
    description: Folder at which relative paths of documents begin.
    type: path
    default: ""
  flavour:
    description: Flavour of the server. Default is to take what any knows.
    type: str
    choices: [silo, upstream]
"""

EXAMPLES = r"""
- name: Show what is wrong
  ansible.builtin.debug:
    msg: "{{ wanted | hardening.minio.identity_problems }}"
"""

RETURN = r"""
_value:
  description: One sentence for every problem.
  type: list
  elements: str
"""


def identity_problems(wanted: dict, access_key: str = "", folder: str = "", flavour: str | None = None) -> list[str]:
    """Return one sentence for every problem."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils._identities import problems

    return problems(wanted, access_key, folder, flavour or None)


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"identity_problems": identity_problems}
