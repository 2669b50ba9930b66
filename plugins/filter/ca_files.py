# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that lays out trusted CAs as files for minio_files."""

from __future__ import annotations

DOCUMENTATION = r"""
name: ca_files
short_description: Lay out trusted CAs as files in MinIO's directory of CAs
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns one file per CA, its name beginning with C(hardening-), so that the operator's own files stay apart.
  - Another certificate gets another file, so that the old CA stays trusted while nodes still serve what it has signed.
positional: _input, directory, group
options:
  _input:
    description: CAs with C(name) and C(certificate) (PEM).
    type: list
    elements: dict
    required: true
  directory:
    description: The server's directory of certificates.
    type: path
    required: true
  group:
    description: Group that may read the files.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Put a CA in place
  hardening.minio.minio_files:
    files: "{{ [{'name': 'ldap', 'certificate': ldap_ca}] | hardening.minio.ca_files('/etc/minio/certs', 'minio-user') }}"
"""

RETURN = r"""
_value:
  description: Files for M(hardening.minio.minio_files).
  type: list
  elements: dict
"""

import hashlib


def _name(name: str, content: str) -> str:
    """Return a file name that is another one for another certificate: nodes that serve the old CA's have to stay trusted."""
    return f"hardening-{name}-{hashlib.sha256(content.encode()).hexdigest()[:8]}.crt"


def ca_files(authorities: list, directory: str, group: str) -> list:
    """Return the files of all CAs; only root may write them."""
    return [
        {
            "path": f"{directory}/CAs/{_name(authority['name'], content)}",
            "content": content,
            "group": group,
            "mode": "0644",
        }
        for authority in authorities
        for content in [authority["certificate"].rstrip() + "\n"]
    ]


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"ca_files": ca_files}
