#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Create keys at KES and prove them by a round trip."""

from __future__ import annotations

DOCUMENTATION = r"""
module: kes_key
short_description: Create keys at KES and prove them
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Creates the keys that are missing, then generates and decrypts a data key with each of them at every server. Runs on a MinIO
    node, with the certificate that MinIO itself will use, so that it proves what MinIO will meet.
  - Never deletes a key, because data encrypted under a deleted key is lost. Never creates one of O(existing), because a new key of
    the same name decrypts nothing that was encrypted under the old one.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._kes_auth
attributes:
  check_mode:
    support: full
    details: >-
      A key that would be created is not proven. Where no server can be asked yet, because a run would make it or the client
      certificate first, all keys count as to be created and a warning says why.
  diff_mode:
    support: full
  idempotent:
    support: full
  platform:
    platforms: posix
options:
  names:
    description: Names of the keys.
    type: list
    elements: str
    required: true
  existing:
    description:
      - Those of O(names) that data is encrypted with already. They are proven and never created - where one is missing, KES looks for
        keys in another place than before.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Create MinIO's default key and prove it at both servers
  hardening.minio.kes_key:
    names: [minio-default]
    endpoints: [https://kes1:7373, https://kes2:7373]
    client_cert: /etc/minio/kes/client.crt
    client_key: /etc/minio/kes/client.key
    ca_path: /etc/minio/certs/CAs
"""

RETURN = r"""
created:
  description: Names of the keys that were created, or would be in check mode.
  type: list
  elements: str
  returned: success
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._kes import client


def main() -> None:
    """Run the module."""
    names_option = {"type": "list", "elements": "str"}
    module = AnsibleModule(
        argument_spec={
            "names": {**names_option, "required": True},
            "existing": {**names_option, "default": []},
            **client.OPTIONS,
        },
        supports_check_mode=True,
    )
    names = module.params["names"]
    try:
        created = _ensure(module, names)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    diff = {"before": "", "after": "".join(f"{name}\n" for name in created)}
    module.exit_json(changed=bool(created), created=created, diff=diff)


def _ensure(module: AnsibleModule, names: list) -> list:
    try:
        servers = client.servers(module.params)
        created = client.missing(servers, names, module.params["existing"])
    except HardeningError as error:
        if not module.check_mode or module.params["existing"]:
            raise
        module.warn(f"keys cannot be looked at before the run: {error}")
        return names
    for name in [] if module.check_mode else created:
        servers[0].create(name)
    client.prove_all(servers, [name for name in names if name not in created or not module.check_mode])
    return created


if __name__ == "__main__":
    main()
