# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that writes a mapping as a systemd EnvironmentFile."""

from __future__ import annotations

DOCUMENTATION = r"""
name: environment_file
short_description: Write a mapping as a systemd EnvironmentFile
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns one line C(NAME="value") per entry, sorted by name, with backslashes and double quotes escaped.
    Nothing else has a meaning to systemd inside double quotes, so that every value reaches the process unchanged.
positional: _input
options:
  _input:
    description: Names and values. Entries whose value is V(none) are left out.
    type: dict
    required: true
seealso:
  - module: hardening.minio.minio_files
    description: Puts the text in place.
"""

EXAMPLES = r"""
- name: Show the environment file of two settings
  ansible.builtin.debug:
    msg: "{{ {'MINIO_UPDATE': 'off', 'MINIO_VOLUMES': 'https://minio{1...4}:9000/data'} | hardening.minio.environment_file }}"
"""

RETURN = r"""
_value:
  description: The text of the file.
  type: str
"""

from ansible.errors import AnsibleFilterError


def environment_file(variables: dict) -> str:
    """Return the text of an EnvironmentFile; raises AnsibleFilterError for a name systemd would not take."""
    from ansible_collections.hardening.minio.plugins.module_utils import _systemd

    for name in variables:
        if not _systemd.NAME.fullmatch(name):
            raise AnsibleFilterError(f"environment_file: {name!r} is not a name of an environment variable")
    return _systemd.environment_file({name: str(value) for name, value in variables.items() if value is not None})


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"environment_file": environment_file}
