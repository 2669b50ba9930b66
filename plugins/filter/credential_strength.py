# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that judges a root credential."""

from __future__ import annotations

DOCUMENTATION = r"""
name: credential_strength
short_description: Judge a secret by the rules of the checklist
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Applies to a credential that is to be set the same rules as M(hardening.minio.minio_node_info) to one that is in use.
positional: _input, user
options:
  _input:
    description: The secret.
    type: str
    required: true
  user:
    description: The name it belongs to.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Refuse a weak root credential
  ansible.builtin.assert:
    that: minio_root_password | hardening.minio.credential_strength(minio_root_user) == 'strong'
    quiet: true
"""

RETURN = r"""
_value:
  description: >-
    V(default) for a published one, V(equal) for one that is the user's name, V(weak) for one that is shorter than 16
    characters or hardly varied, else V(strong).
  type: str
"""


def credential_strength(secret: str, user: str) -> str:
    """Return "default", "equal", "weak" or "strong"."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils._evidence import root_credential

    return root_credential.verdict(str(user), str(secret))


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"credential_strength": credential_strength}
