# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that adds options to those of a server."""

from __future__ import annotations

DOCUMENTATION = r"""
name: server_options
short_description: Add command line options to those of a MinIO server
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns the options that a server has, word by word as they are, and behind them those of the wanted ones that are not among
    them. An option is compared together with its value, whether that is a word of its own or not.
positional: _input, wanted
options:
  _input:
    description: The words of the options that the server has.
    type: list
    elements: str
    required: true
  wanted:
    description: The options to add, each with its value in the same entry or in the next one.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Show what MINIO_OPTS would be
  ansible.builtin.debug:
    msg: "{{ (['--ftp', 'address=:8021'] | hardening.minio.server_options(['--idle-timeout=60s'])).options | join(' ') }}"
"""

RETURN = r"""
_value:
  description: The options, and what the server would take for volumes.
  type: dict
  contains:
    options:
      description: The words of the options that the server has, and the added options.
      type: list
      elements: str
    volumes:
      description: Words of the wanted ones that belong to no option.
      type: list
      elements: str
    their_volumes:
      description: Words of those that the server has that belong to no option.
      type: list
      elements: str
"""


def server_options(theirs: list, wanted: list) -> dict:
    """Return the options of a server and the wanted ones, and the words among them that are volumes."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils import _command_line

    return _command_line.join(list(theirs), [str(word) for word in wanted])


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"server_options": server_options}
