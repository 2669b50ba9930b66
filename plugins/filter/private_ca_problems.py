# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that judges the private CA that is there already."""

from __future__ import annotations

DOCUMENTATION = r"""
name: private_ca_problems
short_description: Tell why an existing private CA cannot sign
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks on the controller that the passphrase opens the key of the CA, and that its certificate is that of a CA, is for the key and
    is valid now. A directory without a CA is no problem, as one is made there.
requirements:
  - cryptography, on the controller
positional: _input, passphrase
options:
  _input:
    description: Directory of the CA, with C(ca.crt) and C(ca.key).
    type: path
    required: true
  passphrase:
    description: Passphrase of the key.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Refuse a CA that cannot sign
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems | join('. ') }}"
  vars:
    problems: "{{ minio_tls_ownca_directory | hardening.minio.private_ca_problems(minio_tls_ownca_passphrase) }}"
"""

RETURN = r"""
_value:
  description: One sentence for every problem.
  type: list
  elements: str
"""

import pathlib


def private_ca_problems(directory: str, passphrase: str) -> list:
    """Return one sentence for every problem of the CA in a directory, none where there is no CA yet."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils import _x509
    from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
    from ansible_collections.hardening.minio.plugins.plugin_utils import _provided

    key_path, path = pathlib.Path(directory) / "ca.key", pathlib.Path(directory) / "ca.crt"
    try:
        if path.exists() and not key_path.exists():
            return [
                f"{path} has no key {key_path.name} beside it (minio_tls_ownca_directory): bring it back, or take another directory"
            ]
        key = (
            _x509.private_key(key_path.read_bytes(), str(key_path), str(passphrase).encode())
            if key_path.exists()
            else None
        )
        certificates = _x509.certificates(path.read_bytes(), str(path)) if path.exists() else []
    except InputError as error:
        return [
            f"{error}: minio_tls_ownca_passphrase has to be the one that the CA in minio_tls_ownca_directory was made with"
        ]
    except OSError as error:
        return [f"{error.filename} cannot be read: {error.strerror} (minio_tls_ownca_directory)"]
    if not certificates:
        return []
    entry = {"name": str(path), "certificate": path.read_text(encoding="ascii")}
    _found, problems = _provided.authorities([entry], "minio_tls_ownca_directory")
    if not _x509.matches(certificates[0], key):
        problems.append(
            f"{path} is not for the key {key_path.name} beside it (minio_tls_ownca_directory): bring back the two that belong together"
        )
    return problems


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"private_ca_problems": private_ca_problems}
