# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that tells whether there is anything left to make of the private CA."""

from __future__ import annotations

DOCUMENTATION = r"""
name: private_ca_in_place
short_description: Tell whether a private CA is there, and its key for nobody else
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Looks on the controller for the files of the CA and at their modes. What is in them, P(hardening.minio.private_ca_problems#filter) judges.
options:
  _input:
    description: Directory of the CA, with C(ca.crt) and C(ca.key).
    type: path
    required: true
"""

EXAMPLES = r"""
- name: Make the private CA where there is none
  ansible.builtin.include_tasks: ownca.yml
  when: not minio_tls_ownca_directory | hardening.minio.private_ca_in_place
"""

RETURN = r"""
_value:
  description: Whether the directory has mode C(0700), the key C(0600) and the certificate C(0644).
  type: bool
"""

import pathlib
import stat

MODES = {".": 0o700, "ca.key": 0o600, "ca.crt": 0o644}


def private_ca_in_place(directory: str) -> bool:
    """Tell whether directory, key and certificate of a CA are there with the modes that they are made with."""
    paths = {pathlib.Path(directory, name).expanduser(): mode for name, mode in MODES.items()}
    return all(path.exists() and stat.S_IMODE(path.stat().st_mode) == mode for path, mode in paths.items())


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"private_ca_in_place": private_ca_in_place}
