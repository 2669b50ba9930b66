# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that resolves where a server program comes from."""

from __future__ import annotations

DOCUMENTATION = r"""
name: release_source
short_description: Resolve the source of a MinIO or KES program
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns address or path, member of the archive and SHA-256 of what is to be installed, and the identity of the release.
  - The pinned releases are listed in C(plugins/releases.yml) of the collection.
positional: _input, architecture, given, prefix
options:
  _input:
    description: The source, V(silo), V(upstream), V(kes), V(url) or V(file).
    type: str
    required: true
  architecture:
    description: The host's architecture as C(uname) names it.
    type: str
    required: true
  given:
    description: What the operator gave for V(url) or V(file) - C(url), C(file), C(sha256), C(member), C(release).
    type: dict
    default: {}
  prefix:
    description: Prefix of the variables that errors name.
    type: str
    default: minio_server
"""

EXAMPLES = r"""
- name: Show the pinned Silo release
  ansible.builtin.debug:
    msg: "{{ 'silo' | hardening.minio.release_source('x86_64') }}"
"""

RETURN = r"""
_value:
  description: The keys flavour, version, url or file, member and sha256.
  type: dict
"""

from ansible.errors import AnsibleFilterError


def release_source(source: str, architecture: str, given: dict | None = None, prefix: str = "minio_server") -> dict:
    """Return what to install; raises AnsibleFilterError with one sentence for the operator."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
    from ansible_collections.hardening.minio.plugins.plugin_utils import _releases

    try:
        return _releases.resolve(source, architecture, given or {}, prefix)
    except HardeningError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"release_source": release_source}
