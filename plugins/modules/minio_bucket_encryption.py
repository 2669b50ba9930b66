#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep the default encryption of buckets."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_bucket_encryption
short_description: Keep the default encryption of buckets
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Sets with which key a bucket encrypts objects that come without an encryption header, for all buckets in one call.
  - Makes keys that the KMS does not have yet. A key that a bucket was already encrypted with is never made again, because one of
    the same name could not decrypt what is there.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
attributes:
  check_mode:
    support: full
    details: Whether a key exists is found out by having the server encrypt a few bytes with it, which changes nothing.
  diff_mode:
    support: full
  idempotent:
    support: full
  platform:
    platforms: all
options:
  buckets:
    description: The buckets. They must exist.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the bucket.
        type: str
        required: true
      algorithm:
        description:
          - V(sse-kms) encrypts with a key of the KMS that the bucket names, V(sse-s3) with the default key.
          - Default is V(sse-kms) if there is a O(buckets[].key), else V(sse-s3).
        type: str
        choices: [sse-kms, sse-s3]
      key:
        description: Name of the key at the KMS. Needed with V(sse-kms).
        type: str
      state:
        description: Whether the bucket has a default encryption. What was encrypted stays so.
        type: str
        choices: [present, absent]
        default: present
  create_keys:
    description: Whether keys that do not exist are made.
    type: bool
    default: true
"""

EXAMPLES = r"""
- name: Encrypt two buckets with keys of their own
  hardening.minio.minio_bucket_encryption:
    buckets:
      - name: payroll
        key: minio-payroll
      - name: web
        algorithm: sse-s3
"""

RETURN = r"""
created:
  description: Buckets that got a default encryption, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: [payroll]
updated:
  description: Buckets whose default encryption was changed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: Buckets that lost their default encryption, or would in check mode.
  type: list
  elements: str
  returned: success
  sample: []
created_keys:
  description: Keys that were made at the KMS, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: [minio-payroll]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.buckets import Encryption
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import sync


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **get_spec("auth"),
            "buckets": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "name": {"type": "str", "required": True},
                    "algorithm": {"type": "str", "choices": ["sse-kms", "sse-s3"]},
                    # the name of a key, not the key
                    "key": {"type": "str", "no_log": False},
                    **get_spec("state"),
                },
            },
            "create_keys": {"type": "bool", "default": True, "no_log": False},
        },
        supports_check_mode=True,
    )
    try:
        kind = Encryption(Client(module.params), module.params["create_keys"])
        result = sync(kind, module.params["buckets"], False, module.check_mode)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(created_keys=kind.missing_keys, **result)


if __name__ == "__main__":
    main()
