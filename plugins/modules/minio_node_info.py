#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Gather all evidence about MinIO and KES on one host in one call."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_node_info
short_description: Gather the evidence about MinIO and KES on a host
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Looks at what runs on the host, not at what was configured - processes, effective environment, sandbox, sockets,
    TLS handshakes, packet filter, files - and returns it as one document for M(hardening.minio.checklist).
  - Changes nothing. Needs no option on any host where MinIO or KES runs. Needs root to see other accounts' processes.
  - What cannot be known is V(null), never a guess. A topic that could not be collected is V({"error": "..."}).
  - No secret leaves the host - values of environment variables that hold secrets are compared and judged where they are.
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
  service:
    description:
      - Unit of the MinIO server, for hosts where several run.
      - Default is the one process that runs C(<binary> server ...).
    type: str
  kes_service:
    description:
      - Unit of the KES server, for hosts where several run.
      - Default is the one process that runs C(<binary> server) and is KES.
    type: str
  pid:
    description: Process of the MinIO server, for hosts where several run without a unit.
    type: int
  kes_pid:
    description: Process of the KES server, for hosts where several run without a unit.
    type: int
  secrets_key:
    description:
      - Random key, new for each run, under which fingerprints of secrets are made so that hosts can be compared.
      - Without it the fingerprints are V(null).
    type: str
  release:
    description:
      - Identity of a MinIO binary that does not tell its own. Believed only if the running executable has its O(release.sha256).
    type: dict
    suboptions:
      flavour:
        description: Whose build it is.
        type: str
        choices: [upstream, silo, chainguard]
        required: true
      version:
        description: Release tag, such as V(RELEASE.2025-10-15T17-29-55Z), or the Go pseudo-version of the module built.
        type: str
        required: true
      commit:
        description: Commit of the source.
        type: str
      sha256:
        description: SHA-256 sum of the executable, 64 hexadecimal digits.
        type: str
        required: true
  domains:
    description: Names that clients use for this server; each is probed by SNI.
    type: list
    elements: str
    default: []
  canaries:
    description: Objects of one repeated byte to look for on the drives, made by M(hardening.minio.minio_canary).
    type: list
    elements: dict
    default: []
    suboptions:
      bucket:
        description: Name of the bucket.
        type: str
        required: true
      object:
        description: Name of the object.
        type: str
        required: true
      byte:
        description: The repeated byte, 0 to 255.
        type: int
        required: true
  scan_iam:
    description: Whether to search the drives for clear-text secrets of identities and configuration.
    type: bool
    default: false
  connect_timeout:
    description: Seconds that a connection to an own listener may take.
    type: int
    default: 5
seealso:
  - module: hardening.minio.minio_cluster_info
"""

EXAMPLES = r"""
- name: Gather the evidence of every node
  hardening.minio.minio_node_info:
  register: node

- name: Let the secrets of all nodes be compared without showing them
  hardening.minio.minio_node_info:
    secrets_key: "{{ secrets_key_of_this_run }}"
    domains: [s3.example.net]
"""

RETURN = r"""
evidence:
  description: The evidence, by topic.
  type: dict
  returned: success
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _evidence
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._evidence import canary
from ansible_collections.hardening.minio.plugins.module_utils._evidence import firewall
from ansible_collections.hardening.minio.plugins.module_utils._evidence import host
from ansible_collections.hardening.minio.plugins.module_utils._evidence import kes
from ansible_collections.hardening.minio.plugins.module_utils._evidence import kes_client
from ansible_collections.hardening.minio.plugins.module_utils._evidence import minio
from ansible_collections.hardening.minio.plugins.module_utils._evidence import process
from ansible_collections.hardening.minio.plugins.module_utils._evidence import stored_iam
from ansible_collections.hardening.minio.plugins.module_utils._evidence import tls

COLLECTORS = {
    "host": host.collect,
    "minio": minio.collect,
    "kes": kes.collect,
    "tls": tls.collect,
    "kes_client": kes_client.collect,
    "firewall": firewall.collect,
    "canary": canary.collect,
    "stored_iam": stored_iam.collect,
}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "service": {"type": "str"},
            "kes_service": {"type": "str"},
            "pid": {"type": "int"},
            "kes_pid": {"type": "int"},
            "secrets_key": {"type": "str", "no_log": True},
            "release": {
                "type": "dict",
                "options": {
                    "flavour": {"type": "str", "choices": ["upstream", "silo", "chainguard"], "required": True},
                    "version": {"type": "str", "required": True},
                    "commit": {"type": "str"},
                    "sha256": {"type": "str", "required": True},
                },
            },
            "domains": {"type": "list", "elements": "str", "default": []},
            "canaries": {
                "type": "list",
                "elements": "dict",
                "default": [],
                "options": {
                    "bucket": {"type": "str", "required": True},
                    "object": {"type": "str", "required": True},
                    "byte": {"type": "int", "required": True},
                },
            },
            "scan_iam": {"type": "bool", "default": False},
            "connect_timeout": {"type": "int", "default": 5},
        },
        mutually_exclusive=[["service", "pid"], ["kes_service", "kes_pid"]],
        supports_check_mode=True,
    )
    context = _evidence.Context(params=module.params, run_command=module.run_command)
    try:
        process.find_servers(context)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, evidence=_evidence.collect(context, COLLECTORS))


if __name__ == "__main__":
    main()
