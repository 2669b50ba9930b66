# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that tells which program an inventory wants to run."""

from __future__ import annotations

DOCUMENTATION = r"""
name: declared_release
short_description: Tell which MinIO or KES program is to run
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns what an inventory says of the program, as the options O(hardening.minio.minio_node_info#module:release) and
    O(hardening.minio.minio_node_info#module:kes_release) take it.
  - A pinned release has the SHA-256 of each architecture, so that the host need not be known.
positional: _input, given
options:
  _input:
    description: The source, V(silo), V(upstream), V(kes), V(url), V(file) or V(installed).
    type: str
    required: true
  given:
    description: What the operator gave - C(release) with its identity, C(sha256) of the asset, C(member) if that is an archive.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: See whether the pinned KES runs
  hardening.minio.minio_node_info:
    kes_release: "{{ 'kes' | hardening.minio.declared_release }}"
"""

RETURN = r"""
_value:
  description: The keys flavour, version and commit, each if it is known, and sha256. Empty where no SHA-256 of the program is known.
  type: dict
"""


def declared_release(source: str, given: dict | None = None) -> dict:
    """Return the program that is to run."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils import _releases

    return _releases.declared(source, given or {})


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"declared_release": declared_release}
