# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that tells whether a release would be a step back."""

from __future__ import annotations

DOCUMENTATION = r"""
name: downgrade
short_description: Tell why a release must not replace an installed one
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Compares the installed release with the wanted one, within a flavour by date. From a fork back to upstream, or to another
    fork, is a step back as well, because nobody knows that it reads all that was written.
positional: _input, wanted
options:
  _input:
    description: The installed release, with the keys C(flavour) and C(version), V(none) where that is not known.
    type: dict
    required: true
  wanted:
    description: The release to be installed, likewise.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Refuse to go back
  ansible.builtin.assert:
    that: reason | length == 0
    fail_msg: "{{ reason }}"
  vars:
    reason: "{{ installed_release | hardening.minio.downgrade(wanted_release) }}"
"""

RETURN = r"""
_value:
  description: The reason, one sentence; empty if the release may be installed or if it cannot be told.
  type: str
"""


def downgrade(installed: dict, wanted: dict) -> str:
    """Return why the wanted release is a step back, empty if it is none."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils import _advisories

    return _advisories.is_downgrade(installed, wanted) or ""


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"downgrade": downgrade}
