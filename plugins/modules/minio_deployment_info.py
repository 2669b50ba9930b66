#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describe the MinIO deployment of a host."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_deployment_info
short_description: Describe the MinIO deployment of a host
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Tells how MinIO runs on this host, whoever installed it - unit, account, command line, certificates, volumes - so that roles
    add to it instead of guessing. Where nothing runs, tells what a start of the unit would run, and else what was declared.
  - M(hardening.minio.minio_node_info) gathers the evidence of how secure it is.
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
    platforms: linux with systemd
options:
  unit:
    description: The unit, where none runs or several do.
    type: str
    default: minio
  user:
    description: The account to be made where there is no unit yet.
    type: str
    default: minio-user
  group:
    description: The group to be made where there is no unit yet.
    type: str
    default: minio-user
  binary:
    description: Path of the binary to be installed where there is no unit yet.
    type: path
    default: /usr/local/bin/minio
  certs_dir:
    description: Directory of certificates where no server runs that has one.
    type: path
    default: /etc/minio/certs
  volumes:
    description: The volumes wanted, as in C(MINIO_VOLUMES), for the facts about their drives.
    type: str
    default: ""
  api_port:
    description: Port of the S3 API where no server runs.
    type: int
    default: 9000
  digest_key:
    description: Secret under which the values in RV(deployment.variables) are hashed, the same for all nodes of a run.
    type: str
  root_digest:
    description:
      - SHA-256 of name and secret of the root credential wanted, with a space between them, to tell whether it is another one.
    type: str
"""

EXAMPLES = r"""
- name: Describe the deployment
  hardening.minio.minio_deployment_info:
  register: deployment
"""

RETURN = r"""
deployment:
  description: The deployment.
  type: dict
  returned: success
  contains:
    running:
      description: Whether a server runs.
      type: bool
    installed:
      description: Whether systemd knows the unit.
      type: bool
    unit:
      description: Name of the unit, without its ending.
      type: str
    user:
      description: Account of the service.
      type: str
    group:
      description: Group of the service.
      type: str
    home:
      description: Home of the account.
      type: str
    binary:
      description: Path of the binary.
      type: str
    file_capabilities:
      description: Capabilities that the binary's file puts in force, as C(setcap) gives them.
      type: list
      elements: str
    certs_dir:
      description:
        - Directory of certificates. A server that looks in its account's home by default and finds none there can be given the
          declared one.
      type: str
    volumes:
      description: Volume arguments of the running server or of a start.
      type: list
      elements: str
    nodes:
      description: Every node that the volumes name.
      type: list
      elements: dict
      contains:
        scheme:
          description: V(http) or V(https).
          type: str
        host:
          description: Host.
          type: str
        port:
          description: Port.
          type: int
    drives:
      description: Every drive that the wanted volumes name.
      type: list
      elements: dict
      contains:
        path:
          description: Path.
          type: str
        exists:
          description: Whether there is such a directory.
          type: bool
        on_root:
          description: Whether it lies on the root file system.
          type: bool
        owner:
          description: Its owner, V(null) if it does not exist.
          type: str
        mode:
          description: Its permissions as octal digits, V(null) if it does not exist.
          type: str
        foreign:
          description: >-
            Whether it holds something, is no drive of MinIO yet and belongs to another account. V(null) if it does not exist.
          type: bool
        claim:
          description: >-
            What to give to the service. V(null) if the drive does not exist, or if a running server works with one of another
            owner.
          type: dict
          contains:
            path:
              description: Path.
              type: str
            mode:
              description: Permissions as octal digits.
              type: str
    api_interface:
      description: Address or name of the interface on which the S3 API listens besides loopback, empty for all.
      type: str
    api_port:
      description: Port of the S3 API.
      type: int
    console_interface:
      description: The same for the Console.
      type: str
    console_port:
      description: Port of the Console, V(null) when it is chosen at random or off.
      type: int
    options:
      description: The options on the command line, without the volumes.
      type: list
      elements: str
    tls:
      description: Whether the volumes are https.
      type: bool
    config_env_file:
      description: Value of C(MINIO_CONFIG_ENV_FILE), V(null) if it is not set.
      type: str
    config_env_names:
      description: Names of the variables that the file in C(MINIO_CONFIG_ENV_FILE) sets. The server puts them over all others.
      type: list
      elements: str
    release:
      description: What the program says of itself.
      type: dict
      contains:
        flavour:
          description: V(upstream), V(silo) or V(chainguard), V(null) if it does not tell.
          type: str
        version:
          description: Version, V(null) if it does not tell.
          type: str
        commit:
          description: Commit, as many digits as are stated. V(null) if it does not tell.
          type: str
    root_credential:
      description: The root credential, which itself is not returned.
      type: dict
      contains:
        present:
          description: Whether there is one.
          type: bool
        changes:
          description: Whether the wanted one is another, V(null) if none is wanted or none is there.
          type: bool
    other_options:
      description: Options in C(MINIO_OPTS) of the operator's own files, without those that the collection sets itself.
      type: list
      elements: str
    unit_options:
      description: Options that the unit gives to the server besides C(MINIO_OPTS), likewise.
      type: list
      elements: str
    variables:
      description:
        - Hashes under O(digest_key), by variable, of what the operator's own files and the unit would give to a start and all
          nodes must agree on. V(null) without a key.
      type: dict
    takes_options:
      description: Whether the unit passes C(MINIO_OPTS) to the server.
      type: bool
    queues:
      description: Directories in which the server keeps events for targets, by the environment that the operator gives it.
      type: list
      elements: str
    named_files:
      description:
        - Files and directories, by their paths, that the environment which the operator gives to the server names for it to read.
          No values of variables that hold secrets are among them.
      type: list
      elements: str
    open_files:
      description: Environment files of the operator that hold secrets and that others than root may read or write.
      type: list
      elements: dict
      contains:
        path:
          description: Path.
          type: str
    plain_urls:
      description: Addresses without TLS that the operator gave to the server.
      type: list
      elements: dict
      contains:
        name:
          description: C(MINIO_SERVER_URL) or C(MINIO_BROWSER_REDIRECT_URL).
          type: str
        url:
          description: The address.
          type: str
        tls:
          description: The same with https, V(null) if that port is not the server's own.
          type: str
    account:
      description: The account of the service.
      type: dict
      contains:
        ready:
          description: Whether it is there and without a shell.
          type: bool
        manageable:
          description: >-
            Whether it is to be made, or is that of a service rather than of root, a person or Ansible itself.
          type: bool
    kes_account:
      description: The account of KES, as RV(deployment.account).
      type: dict
    kes_place:
      description:
        - Where KES on this host keeps its keys. V(keystore) is its name for the key management system, the others are the settings
          below it that decide which keys it finds, such as V(endpoint). V(null) where it does not run or its configuration cannot
          be read.
      type: dict
    firewall_managers:
      description: Other managers of the packet filter that are active, C(firewalld) and C(ufw).
      type: list
      elements: str
    hosts:
      description: Names of all hosts in the wanted volumes.
      type: list
      elements: str
    enabled:
      description: Whether the unit starts with the system.
      type: bool
    needs_daemon_reload:
      description: Whether systemd has not read the unit's files since they changed.
      type: bool
    loaded_cas:
      description: Names of the files in the directory of CAs that the running server has read, as it does at its start.
      type: list
      elements: str
    kms_key:
      description: Name of the KMS key the server uses, V(null) if none is set.
      type: str
    kms_names:
      description: Names of the variables by which key management is configured.
      type: list
      elements: str
    static_kms:
      description: Whether a static KMS key is configured.
      type: bool
    unit_files:
      description: The unit's file and drop-ins.
      type: list
      elements: str
    own_unit:
      description: Whether the unit's file was written by this collection.
      type: bool
    architecture:
      description: Architecture of the host as C(uname) names it.
      type: str
    addresses:
      description: Global addresses of this host.
      type: list
      elements: str
    hostname:
      description: Name of this host.
      type: str
    controller:
      description: Address that the Ansible connection comes from, V(null) for a local one.
      type: str
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _adopted, _deployment
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "unit": {"type": "str", "default": "minio"},
            "user": {"type": "str", "default": "minio-user"},
            "group": {"type": "str", "default": "minio-user"},
            "binary": {"type": "path", "default": "/usr/local/bin/minio"},
            "certs_dir": {"type": "path", "default": "/etc/minio/certs"},
            "volumes": {"type": "str", "default": ""},
            "api_port": {"type": "int", "default": 9000},
            "digest_key": {"type": "str", "no_log": True},
            "root_digest": {"type": "str", "no_log": True},
        },
        supports_check_mode=True,
    )
    try:
        deployment = _deployment.describe(module.params)
        deployment.update(_adopted.describe(deployment, module.params))
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, deployment=deployment)


if __name__ == "__main__":
    main()
