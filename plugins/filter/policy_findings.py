# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that tells what speaks against declared policies."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_findings
short_description: Tell what speaks against declared policies
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Does for all policies of an inventory what P(hardening.minio.policy_lint#filter) does for one. Rights of administrators are meant where
    a policy is given to declared administrators only.
positional: _input
options:
  _input:
    description: The lists C(policies) and C(policy_attachments).
    type: dict
    required: true
  folder:
    description: Folder at which relative paths of documents begin.
    type: path
    default: ""
  flavour:
    description: Flavour of the server. Default is to take what any knows.
    type: str
    choices: [silo, upstream]
  admin_groups:
    description: Groups of administrators.
    type: list
    elements: str
    default: []
  admins:
    description: Users who are administrators.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Show what speaks against the policies of the inventory
  ansible.builtin.debug:
    msg: "{{ {'policies': minio_idp_policies, 'policy_attachments': []} | hardening.minio.policy_findings(inventory_dir) | map(attribute='sentence') }}"
"""

RETURN = r"""
_value:
  description: As of P(hardening.minio.policy_lint#filter), with the name of the policy in C(policy).
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError


def policy_findings(
    wanted: dict,
    folder: str = "",
    flavour: str | None = None,
    admin_groups: list | None = None,
    admins: list | None = None,
) -> list[dict]:
    """Return what was found; raises AnsibleFilterError for a document that cannot be read."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
    from ansible_collections.hardening.minio.plugins.plugin_utils._policies import declared

    try:
        return declared.findings(wanted, folder, flavour or None, admin_groups or [], admins or [])
    except HardeningError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"policy_findings": policy_findings}
