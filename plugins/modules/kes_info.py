#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tell the state of KES servers."""

from __future__ import annotations

DOCUMENTATION = r"""
module: kes_info
short_description: Tell the state of KES servers
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Asks every server for its version and state, and whether keys exist. Runs on a MinIO node, with the certificate that MinIO itself
    uses, so that it tells what MinIO meets.
  - A server that does not answer is not a failure but a fact.
  - That the key management system counts as reachable does not prove that KES may use it. M(hardening.minio.kes_key) proves that.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._kes_auth
attributes:
  check_mode:
    support: full
    details: Changes nothing in any mode.
  diff_mode:
    support: N/A
    details: Changes nothing.
  idempotent:
    support: N/A
    details: Changes nothing.
  platform:
    platforms: posix
options:
  names:
    description: Names of keys to look for.
    type: list
    elements: str
    default: []
seealso:
  - module: hardening.minio.kes_key
"""

EXAMPLES = r"""
- name: Ask both servers, as MinIO on this node would
  hardening.minio.kes_info:
    endpoints: [https://kes1:7373, https://kes2:7373]
    client_cert: /etc/minio/kes/client.crt
    client_key: /etc/minio/kes/client.key
    ca_path: /etc/minio/certs/CAs
    names: [minio-default]
  register: kes
"""

RETURN = r"""
servers:
  description: The servers, in the order of O(endpoints).
  type: list
  elements: dict
  returned: success
  contains:
    endpoint:
      description: Address of the server.
      type: str
    reachable:
      description: Whether it answers this client.
      type: bool
    version:
      description: Version as the server states it, V(<unknown>) by a build that does not know its own, V(null) if it does not answer.
      type: str
    uptime:
      description: Seconds since it was started, V(null) if it does not tell.
      type: int
    keystore_reachable:
      description: Whether the key management system behind it answers, V(null) if KES does not tell.
      type: bool
    keystore_latency_ms:
      description: How long that took, in milliseconds. V(null) if the system does not answer.
      type: int
    keys:
      description: Whether each of O(names) exists, by name.
      type: dict
    error:
      description: Why something is not told, V(null) if everything is.
      type: str
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._kes import client


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={"names": {"type": "list", "elements": "str", "default": []}, **client.OPTIONS},
        supports_check_mode=True,
    )
    try:
        servers = client.servers(module.params)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, servers=[server.describe(module.params["names"]) for server in servers])


if __name__ == "__main__":
    main()
