#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Put all directories and files of a role in place in one call."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_files
short_description: Put directories and files in place in one call
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Makes directories, writes files and removes files, each with its owner, group and mode, in one round trip.
  - A file is written beside its target with its final mode and owner, checked by its O(files[].validate) command and moved
    over the target in one step, so that it is never readable by others and never half written.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._directories
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details: Files given by O(files[].secret_content) show only that they differ.
  idempotent:
    support: full
  platform:
    platforms: posix
options:
  files:
    description: Files to write.
    type: list
    elements: dict
    default: []
    suboptions:
      path:
        description: Absolute path. A symbolic link is followed.
        type: path
        required: true
      content:
        description: The whole text. One of this and O(files[].secret_content) is needed.
        type: str
      secret_content:
        description: The whole text of a file that holds secrets.
        type: str
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
        default: "0644"
      validate:
        description: >-
          Command that must succeed before the file replaces its target; C(%s) is the new file's path. Of what it writes the first line
          is told where it fails.
        type: str
  permissions:
    description: Files that are there, of which owner, group and mode are set and the text is not touched.
    type: list
    elements: dict
    default: []
    suboptions:
      path:
        description: Absolute path. A symbolic link is followed.
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
        default: "0600"
  absent:
    description: Files to remove.
    type: list
    elements: path
    default: []
"""

EXAMPLES = r"""
- name: Put the environment fragment and its drop-in in place
  hardening.minio.minio_files:
    directories:
      - path: /etc/minio/env.d
        mode: "0700"
    files:
      - path: /etc/minio/env.d/10-minio_server.env
        secret_content: "{{ {'MINIO_ROOT_PASSWORD': minio_root_password} | hardening.minio.environment_file }}"
        mode: "0600"
      - path: /etc/systemd/system/minio.service.d/50-hardening.conf
        content: |
          [Service]
          EnvironmentFile=-/etc/minio/env.d/*.env
"""

RETURN = r"""
changed_paths:
  description: Directories and files that were made, changed or removed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: [/etc/minio/env.d/10-minio_server.env]
"""

from ansible_collections.hardening.minio.plugins.module_utils import _files
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            "directories": _files.DIRECTORIES,
            "files": {
                "type": "list",
                "elements": "dict",
                "default": [],
                "options": {
                    "path": {"type": "path", "required": True},
                    "content": {"type": "str"},
                    "secret_content": {"type": "str", "no_log": True},
                    **_files.OWNERSHIP,
                    "mode": {"type": "str", "default": "0644"},
                    "validate": {"type": "str"},
                },
                "mutually_exclusive": [["content", "secret_content"]],
                "required_one_of": [["content", "secret_content"]],
            },
            "permissions": {
                "type": "list",
                "elements": "dict",
                "default": [],
                "options": {
                    "path": {"type": "path", "required": True},
                    **_files.OWNERSHIP,
                    "mode": {"type": "str", "default": "0600"},
                },
            },
            "absent": {"type": "list", "elements": "path", "default": []},
        },
        supports_check_mode=True,
    )
    try:
        changed_paths, diff = _files.apply(module)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=bool(changed_paths), changed_paths=changed_paths, diff=diff)


if __name__ == "__main__":
    main()
