# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with declared OpenID providers."""

from __future__ import annotations

DOCUMENTATION = r"""
name: openid_problems
short_description: Tell what is wrong with declared OpenID providers
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks providers, their policies and the login that is to prove one, before anything is changed. Nobody is asked.
options:
  _input:
    description: Providers, as in the option O(hardening.minio.minio_idp#role:main:minio_idp_openid).
    type: list
    elements: dict
    required: true
  probe:
    description: The login, as in the option O(hardening.minio.minio_idp#role:main:minio_idp_openid_probe).
    type: dict
    default: {}
  policies:
    description: Policies, as in the option O(hardening.minio.minio_idp#role:main:minio_idp_policies).
    type: list
    elements: dict
    default: []
"""

EXAMPLES = r"""
- name: Show what is wrong
  ansible.builtin.debug:
    msg: "{{ minio_idp_openid | hardening.minio.openid_problems(minio_idp_openid_probe, minio_idp_policies) }}"
"""

RETURN = r"""
_value:
  description: One sentence for every problem.
  type: list
  elements: str
"""


def openid_problems(providers: list, probe: dict | None = None, policies: list | None = None) -> list[str]:
    """Return one sentence for every problem."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils import _openid

    return _openid.problems(providers, probe or {}, policies or [])


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"openid_problems": openid_problems}
