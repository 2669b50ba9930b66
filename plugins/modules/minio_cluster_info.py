#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Gather what the APIs tell of a cluster in one call."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_cluster_info
short_description: Gather what the APIs tell of a MinIO cluster
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns nodes, identities and their rights, identity providers, buckets, the KMS and audit targets as one document for
    M(hardening.minio.checklist).
  - Changes nothing and returns no secret. Whether keys work is found out by having the server encrypt and decrypt a few bytes.
  - >-
    A part that could not be read is V({"error": "..."}); the others are there all the same.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
  - hardening.minio._openid_login
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
    platforms: all
options:
  url:
    description:
      - Address of the cluster or of one of its nodes, such as V(https://minio1.example.net:9000).
      - Without it nothing is asked and RV(cluster) is V(null). The same goes for the other two.
    required: false
  access_key:
    description: Access key of an administrator.
    required: false
  secret_key:
    description: Secret key of O(access_key).
    required: false
  node_urls:
    description:
      - Address of every node by its name, at which it is asked how it sees the KMS.
      - Default is what the cluster itself calls its nodes.
    type: dict
  keys:
    description: Further keys of the KMS to try. The default key and those that buckets name are tried anyway.
    type: list
    elements: str
    default: []
  ldap_probe:
    description: A user of the directory to log in with at every node, where LDAP is configured.
    type: dict
    suboptions:
      username:
        description: Name to log in with.
        type: str
        required: true
      password:
        description: The user's password.
        type: str
        required: true
      policies:
        description: Policies that the login has to have, all and no others. Default is to ask for some.
        type: list
        elements: str
  openid_policies:
    description: Policies that the login of O(openid) has to have, all and no others. Default is to ask for some rights.
    type: list
    elements: str
seealso:
  - module: hardening.minio.minio_node_info
  - module: hardening.minio.minio_sts_info
"""

EXAMPLES = r"""
- name: Gather what the APIs tell
  hardening.minio.minio_cluster_info:
    url: https://minio1.example.net:9000
    access_key: "{{ minio_access_key }}"
    secret_key: "{{ minio_secret_key }}"
    node_urls:
      minio1: https://192.0.2.1:9000
      minio2: https://192.0.2.2:9000
  register: cluster
"""

RETURN = r"""
asked:
  description: Whether the cluster was asked, which needs address and credential.
  type: bool
  returned: success
cluster:
  description: >-
    The cluster. V(null) if it was not asked, V({"error": "..."}) if it could not be.
  type: dict
  returned: success
  contains:
    url:
      description: Address that was asked.
      type: str
    deployment_id:
      description: Identity of the deployment.
      type: str
    region:
      description: Region, V(null) if none is set.
      type: str
    nodes:
      description: Nodes as the asked one sees them.
      type: list
      elements: dict
      contains:
        endpoint:
          description: Host and port.
          type: str
        state:
          description: V(online), V(offline) or V(initializing).
          type: str
        version:
          description: Version as the node tells it, V(null) if it does not.
          type: str
        commit:
          description: Commit as the node tells it, V(null) if it does not.
          type: str
        uptime:
          description: Seconds since its start, V(null) if the node does not tell.
          type: int
        drives:
          description: Its drives.
          type: dict
          contains:
            total:
              description: How many there are.
              type: int
            ok:
              description: How many are well.
              type: int
    identities:
      description: Who may do what.
      type: dict
      contains:
        users:
          description: Users.
          type: list
          elements: dict
          contains:
            name:
              description: Name.
              type: str
            enabled:
              description: Whether the user is enabled.
              type: bool
            groups:
              description: Groups the user is in.
              type: list
              elements: str
            policies:
              description: Policies of the user's own.
              type: list
              elements: str
        groups:
          description: Groups.
          type: list
          elements: dict
          contains:
            name:
              description: Name.
              type: str
            enabled:
              description: Whether the group is enabled.
              type: bool
            members:
              description: Users in it.
              type: list
              elements: str
            policies:
              description: Its policies.
              type: list
              elements: str
        ldap:
          description: What of LDAP has policies. V(null) if LDAP is off.
          type: dict
          contains:
            users:
              description: Users.
              type: list
              elements: dict
              contains:
                name:
                  description: Distinguished name.
                  type: str
                policies:
                  description: Policies.
                  type: list
                  elements: str
            groups:
              description: Groups, each as one of RV(cluster.identities.ldap.users).
              type: list
              elements: dict
        policies:
          description: Documents by name, in canonical form.
          type: dict
        built_in_policies:
          description: Names of those that come with the server.
          type: list
          elements: str
        service_accounts:
          description: Service accounts.
          type: list
          elements: dict
          contains:
            access_key:
              description: Access key.
              type: str
            parent:
              description: User it belongs to.
              type: str
            expiration:
              description: When it expires, in UTC as ISO 8601 writes it. V(null) for never.
              type: str
        temporary:
          description: Temporary credentials that the server knows.
          type: dict
          contains:
            count:
              description: How many there are.
              type: int
            last_expiration:
              description: When the last one expires, in UTC as ISO 8601 writes it. V(null) if there is none.
              type: str
        groups_with_policy:
          description: >-
            Enabled groups that have a policy, such as V(group:staff) or V(ldap:cn=staff,dc=example,dc=net), and providers that
            give one, such as V(openid:_).
          type: list
          elements: str
        users_without_policy:
          description: Enabled users that have a policy neither of their own nor through an enabled group.
          type: list
          elements: str
        root_access_keys:
          description: Service accounts that belong to root. The server does not tell how old they are.
          type: list
          elements: dict
          contains:
            access_key:
              description: Access key.
              type: str
            parent:
              description: Name of root.
              type: str
            expiration:
              description: When it expires, in UTC as ISO 8601 writes it. V(null) for never.
              type: str
    identity_providers:
      description: Connections to identity providers.
      type: dict
      contains:
        ldap:
          description: LDAP.
          type: dict
          contains:
            configured:
              description: Whether it is configured.
              type: bool
            enabled:
              description: Whether it is enabled.
              type: bool
            verified:
              description: Whether TLS with verification is the only way, V(null) if it is not configured.
              type: bool
            nodes:
              description: Where it is in force.
              type: list
              elements: dict
              contains:
                node:
                  description: Name of the node.
                  type: str
                loaded:
                  description: Whether the node has it in force as it is stored, V(null) if the node could not be asked.
                  type: bool
                error:
                  description: Why it is not in force, or the node could not be asked. V(null) if it is in force.
                  type: str
            logins:
              description: How the login of O(ldap_probe) went at every node. Without one an error says so.
              type: list
              elements: dict
              contains:
                node:
                  description: Name of the node.
                  type: str
                proven:
                  description: Whether the user was let in with the policies that it has to have.
                  type: bool
                policies:
                  description: The policies of which the login has every right.
                  type: list
                  elements: str
                error:
                  description: Why the user was not let in, V(null) if it was.
                  type: str
            settings:
              description: Settings by name, without secrets.
              type: dict
        openid:
          description: OpenID.
          type: dict
          contains:
            configured:
              description: Whether there is a provider.
              type: bool
            https:
              description: Whether all are reached by https, V(null) if there is none.
              type: bool
            providers:
              description: Providers.
              type: list
              elements: dict
              contains:
                name:
                  description: Name, V(_) for the one without.
                  type: str
                enabled:
                  description: Whether it is enabled.
                  type: bool
                https:
                  description: Whether it is reached by https.
                  type: bool
                strong_secret:
                  description: Whether its secret has 32 bytes or more. V(null) where the environment gives it.
                  type: bool
                settings:
                  description: Settings by name, without secrets.
                  type: dict
            nodes:
              description: Where the providers are in force.
              type: list
              elements: dict
              contains:
                node:
                  description: Name of the node.
                  type: str
                loaded:
                  description: Whether the node has loaded what is stored, and every provider answered it. V(null) if the node could not be asked.
                  type: bool
                error:
                  description: What it has not loaded, or why it could not be asked. V(null) where it has all.
                  type: str
            logins:
              description: How the login of O(openid) went at every node. Without one an error says so.
              type: list
              elements: dict
              contains:
                node:
                  description: Name of the node.
                  type: str
                proven:
                  description: Whether the token was taken and gave the policies that it has to give.
                  type: bool
                policies:
                  description: The policies of which the login has every right.
                  type: list
                  elements: str
                error:
                  description: Why it was refused, or what else it got. V(null) for a login as it should be.
                  type: str
    buckets:
      description: Buckets.
      type: list
      elements: dict
      contains:
        name:
          description: Name.
          type: str
        encryption:
          description: Default encryption, V(null) if there is none.
          type: dict
          contains:
            algorithm:
              description: V(sse-s3) or V(sse-kms).
              type: str
            key:
              description: Name of the key, V(null) for the default key.
              type: str
        object_lock:
          description: Whether versions of objects can be locked.
          type: bool
        policy:
          description: Its policy document in canonical form, V(null) if there is none.
          type: dict
        open:
          description: Whether that allows anything to everybody.
          type: bool
    kms:
      description: The KMS.
      type: dict
      contains:
        configured:
          description: Whether the asked node has one.
          type: bool
        name:
          description: Kind of the KMS as the node calls it, V(null) without one.
          type: str
        default_key:
          description: The default key.
          type: dict
          contains:
            name:
              description: Name, V(null) without a KMS.
              type: str
            exists:
              description: Whether it exists, V(null) if it cannot be told.
              type: bool
            encrypts:
              description: Whether it encrypts.
              type: bool
            decrypts:
              description: Whether it decrypts, V(null) if it does not encrypt.
              type: bool
            error:
              description: What went wrong, V(null) if nothing did.
              type: str
        keys:
          description: Other keys, each as RV(cluster.kms.default_key).
          type: list
          elements: dict
        missing_bucket_keys:
          description: Keys that buckets name and that do not exist, or of which it cannot be told.
          type: list
          elements: str
        nodes:
          description: How each node sees the KMS, asked at its own address.
          type: list
          elements: dict
          contains:
            node:
              description: Name of the node.
              type: str
            url:
              description: Address that was asked.
              type: str
            online:
              description: Whether it reaches every endpoint, V(null) if it could not be asked.
              type: bool
            endpoints:
              description: V(online) or V(offline) by endpoint.
              type: dict
            error:
              description: Why it could not be asked or has no KMS, V(null) if it has one.
              type: str
    audit:
      description: Audit targets.
      type: dict
      contains:
        targets:
          description: Targets.
          type: list
          elements: dict
          contains:
            name:
              description: Name.
              type: str
            online:
              description: Whether it takes entries.
              type: bool
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError, InputError
from ansible_collections.hardening.minio.plugins.module_utils._minio import cluster
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    spec = get_spec("auth")
    for option in ("url", "access_key", "secret_key"):
        spec[option]["required"] = False
    module = Module(
        argument_spec={
            **spec,
            **get_spec("node_urls", "openid_login"),
            "openid_policies": {"type": "list", "elements": "str"},
            # names of keys, not keys
            "keys": {"type": "list", "elements": "str", "default": [], "no_log": False},
            "ldap_probe": {
                "type": "dict",
                "options": {
                    "username": {"type": "str", "required": True},
                    "password": {"type": "str", "required": True, "no_log": True},
                    "policies": {"type": "list", "elements": "str"},
                },
            },
        },
        supports_check_mode=True,
    )
    params = module.params
    if not (params["url"] and params["access_key"] and params["secret_key"]):
        module.exit_json(changed=False, asked=False, cluster=None)
    found = {}
    try:
        found = cluster.read(Client(params), params)
    except InputError as error:
        module.fail_json(msg=str(error))
    except HardeningError as error:
        found = {"error": str(error)}
    module.exit_json(changed=False, asked=True, cluster=found)


if __name__ == "__main__":
    main()
