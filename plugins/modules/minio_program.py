#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Install the MinIO or KES program from a pinned source."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_program
short_description: Install the MinIO or KES program from a pinned source
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Downloads a program or takes it from a file on the host, checks the SHA-256 of the asset, unpacks it where it is an archive, and
    puts it in place in one step. A program that is right already is left alone, without a download.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
  platform:
    platforms: posix
options:
  path:
    description: Absolute path of the program.
    type: path
    required: true
  url:
    description: Address of the asset.
    type: str
  file:
    description: Path of the asset on the host.
    type: path
  member:
    description: Path of the program in the asset where that is a tar archive; its last parts are enough.
    type: str
  sha256:
    description: SHA-256 of the asset, 64 hexadecimal digits.
    type: str
    required: true
  ca_path:
    description: File with the CAs to trust for O(url). Default is the system's.
    type: path
"""

EXAMPLES = r"""
- name: Install MinIO from a mirror
  hardening.minio.minio_program:
    path: /usr/local/bin/minio
    url: https://mirror.example.net/minio.linux-amd64.RELEASE.2025-10-15T17-29-55Z
    sha256: 7c5bd8512c6e966455b1d198209358b2d191c77a83ab377c4073281065fb855f
"""

RETURN = r"""#"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _program
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "url": {"type": "str"},
            "file": {"type": "path"},
            "member": {"type": "str"},
            "sha256": {"type": "str", "required": True},
            "ca_path": {"type": "path"},
        },
        required_one_of=[["url", "file"]],
        mutually_exclusive=[["url", "file"]],
        supports_check_mode=True,
    )
    path = module.params["path"]
    if _program.is_installed(path, module.params["sha256"]):
        module.exit_json(changed=False)
    try:
        if not module.check_mode:
            _program.install(path, module.params, module.params["ca_path"])
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=True)


if __name__ == "__main__":
    main()
