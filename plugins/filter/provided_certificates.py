# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that judges the certificates an operator provides."""

from __future__ import annotations

DOCUMENTATION = r"""
name: provided_certificates
short_description: Judge certificates and keys before MinIO gets them
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks on the controller that each certificate and key can be read, belong together, are strong, valid now, for a server, name what they
    have to, and are signed by the certificates behind them or by a CA that the nodes trust; that no two share a key, and that the
    trusted CAs are CAs.
  - A certificate in which fewer days are left than O(renew_before) is a warning and no problem, as many are issued for less.
  - A CA is trusted if it is in O(authorities), or in the store of the controller's system, which stands for that of the nodes.
requirements:
  - cryptography, on the controller
positional: _input, node, authorities, renew_before
options:
  _input:
    description:
      - Certificates, as in the option O(hardening.minio.minio_tls#role:main:minio_tls_certificates). Those without a certificate and a key
        are not for this filter.
    type: list
    elements: dict
    required: true
  node:
    description: Names and addresses by which clients, peers and the controller call the node; the default certificate has to name them.
    type: list
    elements: str
    required: true
  authorities:
    description: Trusted CAs, as in the option O(hardening.minio.minio_tls#role:main:minio_tls_trusted_cas).
    type: list
    elements: dict
    default: []
  renew_before:
    description: Days left below which there is a warning.
    type: int
    default: 30
"""

EXAMPLES = r"""
- name: Refuse certificates that do not do
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems | join('. ') }}"
  vars:
    problems: "{{ minio_tls_certificates | hardening.minio.provided_certificates([inventory_hostname], minio_tls_trusted_cas) }}"
"""

RETURN = r"""
_value:
  description: One sentence for every problem, none of which shows a key.
  type: list
  elements: str
"""

from ansible.utils.display import Display


def provided_certificates(
    certificates: list, node: list, authorities: "list | None" = None, renew_before: int = 30
) -> list:
    """Return one sentence for every problem, and warn of what ends soon."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils import _provided

    found = _provided.judge(certificates, node, authorities or [], int(renew_before))
    for warning in found.warnings:
        Display().warning(warning)
    return found.problems


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"provided_certificates": provided_certificates}
