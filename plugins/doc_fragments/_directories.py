# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change without notice.

"""The option of modules that make directories before they write into them."""

from __future__ import annotations


class ModuleDocFragment:
    """Describes what module_utils/_files.py takes as DIRECTORIES."""

    DOCUMENTATION = r"""
options:
  directories:
    description: Directories to make, parents first.
    type: list
    elements: dict
    default: []
    suboptions:
      path:
        description: Absolute path.
        type: path
        required: true
      owner:
        description: Name of the owner.
        type: str
        default: root
      group:
        description: Name of the group.
        type: str
        default: root
      mode:
        description: Permissions as octal digits.
        type: str
        default: "0755"
"""
