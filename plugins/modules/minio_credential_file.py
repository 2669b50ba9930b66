#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replace the environment file that holds a credential, with a way back."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_credential_file
short_description: Replace the environment file that holds a credential, with a way back
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Writes an environment file in which a credential changes and nothing else, and keeps the old one beside it until the new one is
    proven.
  - The server takes what stands there at its next start, see M(hardening.minio.minio_restart).
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details: Shows only that the text differs.
  idempotent:
    support: full
  platform:
    platforms: posix
options:
  path:
    description: The file.
    type: path
    required: true
  state:
    description:
      - V(replaced) writes O(secret_content) and keeps the old text, unless an earlier one that was not given up is kept already.
      - V(proven) gives up the old text.
      - V(previous) puts the old text in place again, where one is kept.
    type: str
    choices: [replaced, proven, previous]
    required: true
  secret_content:
    description: The whole new text. Needed with O(state=replaced).
    type: str
  names:
    description: Variables that may change. Where others would, the file is left as it is and the task fails.
    type: list
    elements: str
    default: [MINIO_ROOT_USER, MINIO_ROOT_PASSWORD]
"""

EXAMPLES = r"""
- name: Put the new root credential in place
  hardening.minio.minio_credential_file:
    path: /etc/minio/env.d/10-minio_server.env
    state: replaced
    secret_content: "{{ variables | hardening.minio.environment_file }}"
"""

RETURN = r""" # """

from ansible_collections.hardening.minio.plugins.module_utils import _credential_file, _files
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            "path": {"type": "path", "required": True},
            "state": {"type": "str", "choices": ["replaced", "proven", "previous"], "required": True},
            "secret_content": {"type": "str", "no_log": True},
            "names": {"type": "list", "elements": "str", "default": ["MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"]},
        },
        required_if=[["state", "replaced", ["secret_content"]]],
        supports_check_mode=True,
    )
    path = module.params["path"]
    steps = {
        "replaced": lambda: _credential_file.replace(
            module, path, module.params["secret_content"], module.params["names"]
        ),
        "proven": lambda: _credential_file.forget(module, path),
        "previous": lambda: _credential_file.put_back(module, path),
    }
    try:
        changed = steps[module.params["state"]]()
    except HardeningError as error:
        module.fail_json(msg=str(error))
    diff = {
        "before_header": path,
        "after_header": path,
        "before": f"{_files.HIDDEN}(old text)\n",
        "after": f"{_files.HIDDEN}(new text)\n",
    }
    module.exit_json(changed=changed, diff=diff if changed else {})


if __name__ == "__main__":
    main()
