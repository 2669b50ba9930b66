# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that puts the documents of policies in their place."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_documents
short_description: Put the documents of policies in their place
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns policies as M(hardening.minio.minio_policy) takes them, where the documents stand as JSON or YAML text, or in files where
    Ansible runs.
positional: _input, folder
options:
  _input:
    description: Policies, as in the option O(hardening.minio.minio_idp#role:main:minio_idp_policies).
    type: list
    elements: dict
    required: true
  folder:
    description: Folder at which relative paths begin.
    type: path
    required: true
"""

EXAMPLES = r"""
- name: Keep the policies that stand in files
  hardening.minio.minio_policy:
    url: https://minio1.example.net:9000
    access_key: "{{ minio_access_key }}"
    secret_key: "{{ minio_secret_key }}"
    policies: "{{ [{'name': 'app', 'file': 'policies/app.yml'}] | hardening.minio.policy_documents(playbook_dir) }}"
"""

RETURN = r"""
_value:
  description: The policies, each with its document as a dictionary in C(policy).
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError


def policy_documents(entries: list, folder: str) -> list[dict]:
    """Return policies with their documents; raises AnsibleFilterError with one sentence."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
    from ansible_collections.hardening.minio.plugins.plugin_utils._policies import documents

    try:
        return documents.resolved(entries, folder, "minio_idp_policies")
    except HardeningError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"policy_documents": policy_documents}
