# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that lays out the certificates of a MinIO server as pairs for tls_keys."""

from __future__ import annotations

DOCUMENTATION = r"""
name: domain_pairs
short_description: Lay out certificates as MinIO wants them on disk
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns one pair per certificate - C(public.crt) and C(private.key), in the directory of certificates itself for V(default), and in
    a directory named like the certificate for every other.
positional: _input, common, directory
options:
  _input:
    description: Certificates, as in the option O(hardening.minio.minio_tls#role:main:minio_tls_certificates).
    type: list
    elements: dict
    required: true
  common:
    description: Options that all pairs share, such as owner and group.
    type: dict
    required: true
  directory:
    description: The server's directory of certificates.
    type: path
    required: true
"""

EXAMPLES = r"""
- name: Show where the key of a domain lies
  ansible.builtin.debug:
    msg: "{{ [{'name': 's3.example.net'}] | hardening.minio.domain_pairs({'owner': 'minio-user'}, '/etc/minio/certs') }}"
"""

RETURN = r"""
_value:
  description: Pairs for M(hardening.minio.tls_keys).
  type: list
  elements: dict
"""

# the server takes IP addresses in its default certificate only
OPTIONAL = {"certificate": "certificate_content", "private_key": "private_key_content", "ips": "ips"}


def domain_pairs(certificates: list, common: dict, directory: str) -> list:
    """Return the pair of every certificate, the server's file names filled in."""
    pairs = []
    for certificate in certificates:
        name = certificate["name"]
        folder = directory if name == "default" else f"{directory}/{name}"
        pair = {**common, "name": name, "private_key": f"{folder}/private.key", "certificate": f"{folder}/public.crt"}
        pair["domains"] = certificate.get("domains") or [name]
        for option, meaning in OPTIONAL.items():
            if certificate.get(option):
                pair[meaning] = certificate[option]
        pairs.append(pair)
    return pairs


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"domain_pairs": domain_pairs}
