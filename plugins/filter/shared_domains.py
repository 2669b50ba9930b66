# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that finds domains for which a MinIO server would have several certificates."""

from __future__ import annotations

DOCUMENTATION = r"""
name: shared_domains
short_description: Find domains that several certificates are for
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - MinIO takes any certificate that is for the name which a client asks for. With two of them, chance decides which one it serves.
  - A wildcard is for every name that it stands for.
requirements:
  - cryptography, on the controller
options:
  _input:
    description: Certificates, each with its C(name) and its C(domains).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Refuse certificates of which chance would choose
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems | join('. ') }}"
  vars:
    problems: "{{ [{'name': 'default', 'domains': ['*.example.net']}, {'name': 's3', 'domains': ['s3.example.net']}] | hardening.minio.shared_domains }}"
"""

RETURN = r"""
_value:
  description: One sentence for every two certificates that are for the same domain.
  type: list
  elements: str
"""


def shared_domains(certificates: list) -> list:
    """Return one sentence for every two certificates that are for the same domain."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils import _provided

    return list(_provided.ambiguous({str(one["name"]): list(one["domains"]) for one in certificates}))


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"shared_domains": shared_domains}
