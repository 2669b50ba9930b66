# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that tells under which name KES knows the owner of a certificate."""

from __future__ import annotations

DOCUMENTATION = r"""
name: kes_identity
short_description: Tell the identity of a certificate at KES
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns what C(kes identity of) prints for a certificate or a public key - the SHA-256 of the public key, under which policies
    of KES name clients.
requirements:
  - cryptography, on the controller
positional: _input
options:
  _input:
    description: A certificate or a public key as PEM. Of several certificates the first counts.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show the identity of an administrator
  ansible.builtin.debug:
    msg: "{{ lookup('ansible.builtin.file', 'admin.crt') | hardening.minio.kes_identity }}"
"""

RETURN = r"""
_value:
  description: The identity, 64 hexadecimal digits.
  type: str
"""

from ansible.errors import AnsibleFilterError


def kes_identity(pem: str) -> str:
    """Return the identity; raises AnsibleFilterError with one sentence for the operator."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils import _x509
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError

    try:
        return _x509.identity(str(pem).encode(), "the text given to kes_identity")
    except HardeningError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"kes_identity": kes_identity}
