# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters that judge a release of the MinIO server before it is installed."""

from __future__ import annotations

DOCUMENTATION = r"""
name: advisories
short_description: Tell whether a release of MinIO has known holes
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Judges a release by the table of its own flavour in C(plugins/advisories.yml) of the collection.
  - A release of an unknown flavour is unknown and never fixed. Dates of different flavours are never compared.
positional: _input, features, accepted
options:
  _input:
    description: The release, with the keys C(flavour) and C(version).
    type: dict
    required: true
  features:
    description:
      - What is in use of C(console), C(distributed), C(ldap), C(object_lock), C(openid), C(sftp).
      - V(none) or a missing key says that it is not known.
    type: dict
    default: {}
  accepted:
    description: Advisories that are accepted, each by its id, with the reason.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: Refuse a release with known holes that are fixed elsewhere
  ansible.builtin.assert:
    that: verdict.refused | length == 0
    fail_msg: "{{ verdict.sentence }}"
  vars:
    verdict: >-
      {{ {'flavour': 'upstream', 'version': 'RELEASE.2025-09-07T16-13-09Z'}
         | hardening.minio.advisories({'distributed': true}, {'CVE-2025-62506': 'no service accounts here'}) }}
"""

RETURN = r"""
_value:
  description: >-
    The ids C(refused) (apply, are fixed in a release that can be had, not accepted), C(unfixed) (apply, nobody has fixed
    them) and C(unknown) (cannot be told), C(accepted) with their reasons, and C(sentence), why a run is refused.
  type: dict
"""

from ansible.errors import AnsibleFilterError


def advisories(release: dict, features: dict | None = None, accepted: dict | None = None) -> dict:
    """Return the verdict on a release; raises AnsibleFilterError for an acceptance that is wrong."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
    from ansible_collections.hardening.minio.plugins.plugin_utils import _advisories

    try:
        return _advisories.gate(release, features or {}, accepted)
    except HardeningError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"advisories": advisories}
