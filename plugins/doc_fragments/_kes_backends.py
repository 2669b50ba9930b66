# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change without notice.

"""The settings of the key management systems that KES can keep keys in."""

from __future__ import annotations


class ModuleDocFragment:
    """Must be kept in sync with OPTIONS of the file of the same name in plugins/module_utils/_kes."""

    AWS = r"""
options:
  aws:
    description: Settings of AWS Secrets Manager, as in O(hardening.minio.minio_kes#role:main:minio_kes_aws).
    type: dict
    suboptions:
      region:
        description: Region, such as V(eu-central-1).
        type: str
        required: true
      endpoint:
        description: Address of the service, https only. Default is that of the region; give that of a VPC endpoint.
        type: str
      kmskey:
        description: ID, alias or ARN of the KMS key that encrypts the stored keys. Default is the account's own.
        type: str
      credentials:
        description: Access key. Without it KES takes the role of its host.
        type: dict
        suboptions:
          accesskey:
            description: ID of the access key.
            type: str
            required: true
          secretkey:
            description: Secret of the access key.
            type: str
            required: true
          token:
            description: Token of the session, for an access key that is of one. KES stops working when the session ends.
            type: str
      ca:
        description: CAs to trust as PEM, and no others. Default is the system's CAs.
        type: str
"""

    AZURE = r"""
options:
  azure:
    description: Settings of Azure Key Vault, as in O(hardening.minio.minio_kes#role:main:minio_kes_azure).
    type: dict
    suboptions:
      endpoint:
        description: Address of the vault.
        type: str
        required: true
      credentials:
        description: Login as an application.
        type: dict
        suboptions:
          tenant_id:
            description: ID of the tenant, a UUID.
            type: str
            required: true
          client_id:
            description: ID of the application, a UUID.
            type: str
            required: true
          client_secret:
            description: Value of a client secret.
            type: str
            required: true
      managed_identity:
        description: Login as a managed identity of the host.
        type: dict
        suboptions:
          client_id:
            description: Client ID of the identity, a UUID.
            type: str
            required: true
      ca:
        description: CAs to trust as PEM, and no others, for the vault and for V(login.microsoftonline.com). Default is the system's CAs.
        type: str
"""

    CIPHERTRUST = r"""
options:
  ciphertrust:
    description: Settings of Thales CipherTrust Manager, as in O(hardening.minio.minio_kes#role:main:minio_kes_ciphertrust).
    type: dict
    suboptions:
      endpoint:
        description: Address of the server, https only, without a slash at its end.
        type: str
        required: true
      credentials:
        description: Login.
        type: dict
        required: true
        suboptions:
          token:
            description: Refresh token.
            type: str
            required: true
          domain:
            description: Domain. Default is the root domain.
            type: str
      ca:
        description: CA of the server's certificate as PEM. Default is the system's CAs.
        type: str
"""

    FORTANIX = r"""
options:
  fortanix:
    description: Settings of Fortanix SDKMS, as in O(hardening.minio.minio_kes#role:main:minio_kes_fortanix).
    type: dict
    suboptions:
      endpoint:
        description: Address of the server, https only.
        type: str
        required: true
      group_id:
        description: ID of the group for new keys, a UUID. Default is the app's own.
        type: str
      credentials:
        description: Login.
        type: dict
        required: true
        suboptions:
          key:
            description: API key of the app.
            type: str
            required: true
      ca:
        description: CA of the server's certificate as PEM. Default is the system's CAs.
        type: str
"""

    GCP = r"""
options:
  gcp:
    description: Settings of Google Cloud Secret Manager, as in O(hardening.minio.minio_kes#role:main:minio_kes_gcp).
    type: dict
    suboptions:
      project_id:
        description: ID of the project.
        type: str
        required: true
      endpoint:
        description: Not usable with KES.
        type: str
      scopes:
        description: OAuth scopes of the login. Default is that for the whole platform, limited by the roles of the account.
        type: list
        elements: str
      credentials:
        description: Key of a service account, as its file holds it. Without it KES takes the account of its host.
        type: dict
        suboptions:
          client_email:
            description: Address of the account.
            type: str
            required: true
          client_id:
            description: Number of the account, in quotes.
            type: str
            required: true
          private_key_id:
            description: ID of the key.
            type: str
            required: true
          private_key:
            description: The key as PEM.
            type: str
            required: true
      ca:
        description: CAs to trust as PEM, and no others. Default is the system's CAs.
        type: str
"""

    VAULT = r"""
options:
  vault:
    description: Settings of HashiCorp Vault or OpenBao, as in O(hardening.minio.minio_kes#role:main:minio_kes_vault).
    type: dict
    suboptions:
      endpoint:
        description: Address of the server, https only.
        type: str
        required: true
      engine:
        description: Mount path of the KV engine. KES's default is V(kv).
        type: str
      version:
        description: Version of the KV engine.
        type: str
        choices: [v1, v2]
      namespace:
        description: Namespace.
        type: str
      prefix:
        description: Path below the engine that the keys are kept under.
        type: str
      approle:
        description: Login by AppRole.
        type: dict
        suboptions:
          engine:
            description: Mount path of the AppRole engine. KES's default is V(approle).
            type: str
          namespace:
            description: Namespace of the login, V(/) for the root.
            type: str
          id:
            description: Role ID.
            type: str
          secret:
            description: Secret ID. It is needed at every login and so has to outlive the process.
            type: str
      kubernetes:
        description: Login by a Kubernetes service account.
        type: dict
        suboptions:
          engine:
            description: Mount path of the Kubernetes engine.
            type: str
          namespace:
            description: Namespace of the login.
            type: str
          role:
            description: Role.
            type: str
          jwt:
            description: Token, or the path of a file with it.
            type: str
      transit:
        description: Encryption of the stored keys.
        type: dict
        suboptions:
          engine:
            description: Mount path of the transit engine.
            type: str
          key:
            description: Name of the transit key.
            type: str
      ca:
        description: CA of the server's certificate as PEM. Default is the system's CAs.
        type: str
      client_certificate:
        description: Client certificate as PEM, where the server asks for one.
        type: str
      client_key:
        description: Private key of the client certificate as PEM.
        type: str
      ping:
        description: How often KES looks whether the server is sealed, such as V(10s).
        type: str
"""
