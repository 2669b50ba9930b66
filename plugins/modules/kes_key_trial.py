#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prove that a key management system holds the keys that KES uses now."""

from __future__ import annotations

DOCUMENTATION = r"""
module: kes_key_trial
short_description: Prove that another key management system holds the same keys
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Runs on a KES host. Starts a second KES there, on a free port of 127.0.0.1, with the program and the account of the one that serves
    and with the settings of another key management system, and has it decrypt what the one that serves has encrypted, see
    M(hardening.minio.kes_key_sample). Ends it again, and removes what it was started with.
  - Fails with the names of the keys that are missing there, or that are other keys of the same name.
  - The second KES may decrypt, and nothing else. It creates nothing.
extends_documentation_fragment:
  - hardening.minio._attributes
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
    platforms: linux
options:
  samples:
    description: What M(hardening.minio.kes_key_sample) returned.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the key.
        type: str
        required: true
      ciphertext:
        description: A data key encrypted under it, Base64.
        type: str
        required: true
      sha256:
        description: SHA-256 of the data key.
        type: str
        required: true
  backend:
    description: The other key management system, to tell what its errors mean.
    type: str
    choices: [aws, azure, ciphertrust, fortanix, gcp, vault]
    required: true
  keystore:
    description: The section C(keystore) of KES's configuration, see P(hardening.minio.kes_config#filter).
    type: dict
    required: true
  environment:
    description: Environment of the second KES, with the secrets that O(keystore) refers to. This is a secret.
    type: dict
    default: {}
  files:
    description: Files that O(keystore) and O(environment) name, in a directory of O(directory).
    type: list
    elements: dict
    default: []
    suboptions:
      path:
        description: Path of the file.
        type: path
        required: true
      content:
        description: What it holds.
        type: str
      secret_content:
        description: What it holds, where that is a secret.
        type: str
      group:
        description: Taken and not used, as all files are of the account of KES.
        type: str
      mode:
        description: Taken and not used, as nobody else may read the files.
        type: str
  directory:
    description: Where the second KES has its files. Made, and removed at the end, with all that is in it.
    type: path
    default: /run/kes-trial
  name:
    description: Unit of the KES that serves.
    type: str
    default: kes
  program:
    description: Program of the second KES, run as the account of the module. By default it is the one of O(name), run as its account.
    type: path
  timeout:
    description: Seconds until a second KES that does not start is a failure.
    type: int
    default: 300
"""

EXAMPLES = r"""
- name: Prove that AWS holds the keys
  hardening.minio.kes_key_trial:
    samples: "{{ kes.samples }}"
    backend: aws
    keystore: "{{ wanted.block }}"
    environment: "{{ wanted.environment }}"
    files: "{{ wanted.files }}"
  vars:
    wanted: "{{ minio_kes_aws | hardening.minio.kes_config('aws', directory='/run/kes-trial') }}"
"""

RETURN = r"""
proven:
  description: Names of the keys that decrypt what KES has encrypted. A key that does not is a failure.
  type: list
  elements: str
  returned: success
"""

import typing as t

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError, InputError
from ansible_collections.hardening.minio.plugins.module_utils._kes import reasons
from ansible_collections.hardening.minio.plugins.module_utils._kes.trial import Trial
from ansible_collections.hardening.minio.plugins.module_utils._module import Module

SECRET = {"type": "str", "no_log": True}
OPTIONS: t.Dict[str, t.Any] = {
    "samples": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {name: {"type": "str", "required": True} for name in ("name", "ciphertext", "sha256")},
    },
    "backend": {"type": "str", "choices": sorted(reasons.TABLES), "required": True},
    "keystore": {"type": "dict", "required": True, "no_log": False},
    "environment": {"type": "dict", "default": {}, "no_log": True},
    "files": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            "path": {"type": "path", "required": True},
            "content": {"type": "str"},
            "secret_content": SECRET,
            "group": {"type": "str"},
            "mode": {"type": "str"},
        },
    },
    "directory": {"type": "path", "default": "/run/kes-trial"},
    "name": {"type": "str", "default": "kes"},
    "program": {"type": "path"},
    "timeout": {"type": "int", "default": 300},
}


def main() -> None:
    """Run the module."""
    module = Module(argument_spec=OPTIONS, supports_check_mode=True)
    try:
        proven = _prove(module.params)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, proven=proven)


def _prove(params: t.Dict[str, t.Any]) -> t.List[str]:
    with Trial(params) as trial:
        found = trial.differing(params["samples"])
    told = []
    if found["missing"]:
        told.append(f"{', '.join(found['missing'])} missing there")
    if found["other"]:
        told.append(f"{', '.join(found['other'])} there with another content")
    if told:
        raise InputError(" and ".join(told))
    return [sample["name"] for sample in params["samples"]]


if __name__ == "__main__":
    main()
