#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Take samples of the keys of KES."""

from __future__ import annotations

DOCUMENTATION = r"""
module: kes_key_sample
short_description: Take samples of the keys of KES
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Has KES generate a data key under each of its keys, which nobody uses, and returns it encrypted, with the SHA-256 by which it is
    known again. M(hardening.minio.kes_key_trial) shows with these samples whether another key management system holds the same keys.
  - Looks at all keys that KES lists, and at those that are named. Runs on a MinIO node, with the certificate that MinIO itself uses.
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
  prefix:
    description: What the names of the keys begin with; others are left out.
    type: str
    default: ""
  names:
    description: Keys to look for besides those that KES lists. One that is not there is left out.
    type: list
    elements: str
    default: []
  existing:
    description: Keys that data is encrypted with. One that is not there is a failure.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Take samples of the keys at the KES that serves
  hardening.minio.kes_key_sample:
    prefix: minio-
    existing: [minio-default]
    endpoints: [https://kes1:7373]
    client_cert: /etc/minio/kes/client.crt
    client_key: /etc/minio/kes/client.key
    ca_path: /etc/minio/certs/CAs
  register: kes
"""

RETURN = r"""
listed:
  description: >-
    Whether KES lists its keys to this client. Where it does not, as with Fortanix, keys that nobody has named are not among the samples.
  type: bool
  returned: success
samples:
  description: One sample of each key, by name.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: Name of the key.
      type: str
    ciphertext:
      description: A data key encrypted under it, Base64. It encrypts nothing.
      type: str
    sha256:
      description: SHA-256 of the data key.
      type: str
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._kes import client, samples


def main() -> None:
    """Run the module."""
    names = {"type": "list", "elements": "str", "default": []}
    module = AnsibleModule(
        argument_spec={"prefix": {"type": "str", "default": ""}, "names": names, "existing": names, **client.OPTIONS},
        supports_check_mode=True,
    )
    options = module.params
    try:
        # all servers of a deployment hold the same keys: the first one does
        server = client.servers(options)[0]
        taken, listed = samples.take_all(server, options["prefix"], options["names"], options["existing"])
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, listed=listed, samples=taken)


if __name__ == "__main__":
    main()
