#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
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
  - What runs already goes on with the program it was started from. M(hardening.minio.minio_restart) notices.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
    details: Downloads nothing, so that a source which does not answer is not noticed.
  diff_mode:
    support: full
    details: Shows the SHA-256 of the program before, and of the asset that it comes from after.
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
  remove_file:
    description: Whether to remove O(file) once the program is in place.
    type: bool
    default: false
  member:
    description:
      - Path of the program in the asset where that is a tar archive; its last parts are enough.
      - Without it the asset is the program itself.
    type: str
  sha256:
    description: SHA-256 of the asset, 64 hexadecimal digits.
    type: str
    required: true
  program_sha256:
    description: SHA-256 of the program in an archive, 64 hexadecimal digits, where it is known.
    type: str
  release:
    description:
      - What the release is said to be. A program that says otherwise is not installed.
      - A program that does not tell its release is not refused, as its SHA-256 is right.
    type: dict
    suboptions:
      flavour:
        description: Whose build it is, V(upstream), V(silo) or V(chainguard).
        type: str
        required: true
      version:
        description: Release tag, or the Go pseudo-version of the module built.
        type: str
        required: true
  ca_path:
    description: File with the CAs to trust for O(url). Default is the system's.
    type: path
seealso:
  - plugin: hardening.minio.release_source
    plugin_type: filter
    description: Gives address and SHA-256 of a pinned release.
"""

EXAMPLES = r"""
- name: Install MinIO from a mirror
  hardening.minio.minio_program:
    path: /usr/local/bin/minio
    url: https://mirror.example.net/minio.linux-amd64.RELEASE.2025-09-07T16-13-09Z
    sha256: 7c5bd8512c6e966455b1d198209358b2d191c77a83ab377c4073281065fb855f

- name: Install Silo from an archive on the host
  hardening.minio.minio_program:
    path: /usr/local/bin/minio
    file: /srv/assets/silo_20260916000000.0.0_linux_amd64.tar.gz
    member: silo
    sha256: 381e745510a8fb64323d7bb3207f95984b7f4ed826f4fcad318f97683c420c73
    release:
      flavour: silo
      version: RELEASE.2026-09-16T00-00-00Z
"""

RETURN = r"""
sha256:
  description: SHA-256 of the program in place, V(null) if there is none (check mode).
  type: str
  returned: success
  sample: 7c5bd8512c6e966455b1d198209358b2d191c77a83ab377c4073281065fb855f
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _program
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError

RELEASE = {"flavour": {"type": "str", "required": True}, "version": {"type": "str", "required": True}}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "url": {"type": "str"},
            "file": {"type": "path"},
            "remove_file": {"type": "bool", "default": False},
            "member": {"type": "str"},
            "sha256": {"type": "str", "required": True},
            "program_sha256": {"type": "str"},
            "release": {"type": "dict", "options": RELEASE},
            "ca_path": {"type": "path"},
        },
        required_one_of=[["url", "file"]],
        mutually_exclusive=[["url", "file"]],
        supports_check_mode=True,
    )
    path, source = module.params["path"], module.params
    before = after = _program.sha256(path)
    changed = not _program.is_wanted(path, before, source)
    try:
        if changed and not module.check_mode:
            after = _program.install(path, source)
        if not module.check_mode:
            _program.remove_asset(source)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    diff = {"before_header": path, "after_header": path, "before": f"{before or 'absent'}\n"}
    diff["after"] = f"from {source['sha256']}\n" if changed else diff["before"]
    module.exit_json(changed=changed, sha256=after, diff=diff)


if __name__ == "__main__":
    main()
