# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that joins pairs of tls_keys with the certificates that were signed for them."""

from __future__ import annotations

DOCUMENTATION = r"""
name: with_certificates
short_description: Join key pairs with the certificates signed for them
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns the pairs for which a certificate was signed, each with the option O(hardening.minio.tls_keys#module:pairs) with its certificate.
positional: _input, results
options:
  _input:
    description: Pairs, as given to M(hardening.minio.tls_keys) with O(hardening.minio.tls_keys#module:state=requested).
    type: list
    elements: dict
    required: true
  results:
    description: Results of a loop of M(community.crypto.x509_certificate_pipe) over the requests of M(hardening.minio.tls_keys).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Install the certificates
  hardening.minio.tls_keys:
    state: installed
    pairs: "{{ pairs | hardening.minio.with_certificates(signed.results) }}"
"""

RETURN = r"""
_value:
  description: The pairs that have a certificate to install.
  type: list
  elements: dict
"""


def with_certificates(pairs: list, results: list) -> list:
    """Return each pair whose name is that of a signed request, with the certificate as certificate_content."""
    signed = {result["item"]["name"]: result["certificate"] for result in results if "certificate" in result}
    return [{**pair, "certificate_content": signed[pair["name"]]} for pair in pairs if pair["name"] in signed]


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"with_certificates": with_certificates}
