# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What a key management system or KES's log about it says, and what to change: one table for each system.

The first pattern that is found counts, those of the system before those that all have in common.
"""

from __future__ import annotations

import re
import typing as t

Table = t.Sequence[t.Tuple[str, str]]

# KES's words for a transit key that was rotated
ROTATED = "failed to encrypt key: invalid vault response"
VAULT: Table = (
    (
        r"invalid role or secret ID|invalid role_id|invalid secret.id",
        "Vault refuses the login: check minio_kes_vault.approle.id and minio_kes_vault.approle.secret",
    ),
    (r"is sealed", "Vault is sealed: unseal it"),
    (
        ROTATED,
        "the transit key was rotated, and KES takes only what its first version encrypted: name one in minio_kes_vault.transit.key that "
        "was never rotated, keys that are stored already stay readable with the old one only",
    ),
    (
        r"/transit/|failed to (?:en|de)crypt key",
        "Vault does not encrypt by the transit engine: check minio_kes_vault.transit, and allow update on its encrypt and decrypt paths",
    ),
    (
        r"certificate required",
        "Vault asks for a client certificate: give minio_kes_vault.client_certificate and minio_kes_vault.client_key",
    ),
    (
        r"permission denied",
        "Vault does not allow KES what it needs: compare the policy of the role with docs/policies/vault.hcl, and minio_kes_vault.engine, "
        "version and prefix with its paths",
    ),
    (
        r"no handler for route|unsupported path|invalid K/V",
        "Vault has no such KV engine there: check minio_kes_vault.engine and minio_kes_vault.version",
    ),
)
AWS: Table = (
    (
        r"NoCredentialProviders",
        "AWS gives KES no credentials: give minio_kes_aws.credentials, or an instance role to the KES host",
    ),
    (
        r"UnrecognizedClientException|InvalidClientTokenId|security token included in the request is invalid",
        "AWS does not know the access key: check minio_kes_aws.credentials.accesskey, and token where it is of a session",
    ),
    (
        r"Signature (?:expired|not yet current)|RequestExpired|RequestTimeTooSkewed",
        "AWS takes the signature for too old or too young: set the clock of the KES host",
    ),
    (
        r"InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature",
        "AWS refuses the signature: check minio_kes_aws.credentials.secretkey and minio_kes_aws.region",
    ),
    (
        r"ExpiredToken",
        "the session of the credentials has ended: give new ones in minio_kes_aws.credentials, or a role to the KES host",
    ),
    (
        r"(?i)Access to KMS is not allowed|kms:|KMS key|EncryptionFailure|DecryptionFailure|InvalidKeyUsage|KMSInvalidState",
        "AWS does not let KES use the KMS key: check minio_kes_aws.kmskey, and allow kms:GenerateDataKey and kms:Decrypt on it",
    ),
    (
        r"AccessDenied",
        "AWS does not allow KES what it needs: attach the policy of docs/policies/aws.json to the user or role, and to the endpoint of a VPC",
    ),
    (
        r"scheduled for deletion|marked for deletion|marked deleted",
        "the key is marked as deleted at AWS Secrets Manager: restore it, as a new one of its name decrypts nothing",
    ),
    (
        r"status code: 403|statusCode: 403",
        "AWS refuses the request: check minio_kes_aws.credentials, and compare the policy with docs/policies/aws.json",
    ),
)
AZURE: Table = (
    (
        r"AADSTS7000215",
        "Entra ID refuses the secret: give the value, not the ID, of a client secret in minio_kes_azure.credentials.client_secret",
    ),
    (
        r"AADSTS7000222",
        "the client secret has expired: make a new one and give it in minio_kes_azure.credentials.client_secret",
    ),
    (
        r"AADSTS700016",
        "the tenant has no such application: check minio_kes_azure.credentials.client_id and minio_kes_azure.credentials.tenant_id",
    ),
    (
        r"AADSTS90002|AADSTS900023|invalid_tenant",
        "Entra ID has no such tenant: check minio_kes_azure.credentials.tenant_id",
    ),
    (
        r"DefaultAzureCredential: failed",
        "Azure gives KES no identity: give minio_kes_azure.credentials, or a managed identity to the KES host",
    ),
    (
        r"ManagedIdentityCredential",
        "Azure gives the KES host no such identity: check minio_kes_azure.managed_identity.client_id, and assign it to the host",
    ),
    (
        r"ForbiddenByFirewall|Client address is not authorized",
        "the firewall of the key vault lets the KES host not in: allow its address, or give the vault a private endpoint",
    ),
    (
        r"purge protection is enabled",
        "the vault has purge protection, and a deleted secret of that name blocks it: recover the secret, or choose another name",
    ),
    (
        r"failed to purge deleted secret|ObjectIsDeletedButRecoverable|marked as deleted",
        "a deleted secret of that name blocks it: recover it if data is encrypted with it, else purge it",
    ),
    (
        r"ForbiddenByPolicy|ForbiddenByRbac|does not have secrets|not authorized to perform action",
        "the key vault does not allow KES what it needs: give it get, list and set on secrets, as in docs/policies/azure-role.json",
    ),
    (
        r"ObjectIsDisabled|ObjectIsExpired|ObjectMustNotBeUsed",
        "the secret of the key is disabled, expired or not valid yet: enable it at the key vault, and let it never expire",
    ),
    (
        r"TooManyObjectVersions",
        "the secret of the key has been changed more often than KES can look back: keep its first version alone",
    ),
    (
        r"contains an invalid name",
        "Key Vault takes no underscores in names: leave them out of minio_kes_key_name and minio_kes_keys",
    ),
    (
        r"challenge resource|AKV10032|not permitted for non TLS",
        "the vault is of another address or tenant than KES logs in for: check minio_kes_azure.endpoint and "
        "minio_kes_azure.credentials.tenant_id",
    ),
)
GCP: Table = (
    (
        r"could not find default credentials",
        "Google gives KES no credentials: give minio_kes_gcp.credentials, or a service account to the KES host",
    ),
    (
        r"private key should be a PEM",
        "KES cannot read the private key: give minio_kes_gcp.credentials.private_key as it stands in the account's file",
    ),
    (
        r"Unauthenticated",
        "Google refuses the login: check minio_kes_gcp.credentials, all of one key that still exists, and the clock of the KES host",
    ),
    (
        r"SERVICE_DISABLED|has not been used in project|API .*disabled",
        "the Secret Manager API is off: enable secretmanager.googleapis.com in the project minio_kes_gcp.project_id",
    ),
    (
        r"PermissionDenied",
        "Google does not allow KES what it needs: check minio_kes_gcp.project_id, and bind the role of docs/policies/gcp-role.yml to the "
        "service account",
    ),
    (
        r"FailedPrecondition",
        "the first version of the secret is disabled or destroyed: enable it at Secret Manager, KES reads no other",
    ),
)
FORTANIX: Table = (
    (r"Invalid credentials", "Fortanix refuses the login: check minio_kes_fortanix.credentials.key"),
    (
        r"group not found|no access to it",
        "Fortanix does not let KES create keys in that group: check minio_kes_fortanix.group_id, and add the app to the group",
    ),
    (
        r"has been disabled",
        "the key is disabled at Fortanix: enable it",
    ),
    (
        r"(?i)forbidden|not permitted|not allowed|Unauthorized",
        "Fortanix does not allow KES what it needs: let the app create, export and manage opaque objects in its group, and enable export in "
        "the group's policy",
    ),
)
CIPHERTRUST: Table = (
    (
        r"NCERRAuthFailed|401 Unauthorized",
        "CipherTrust refuses the login: check minio_kes_ciphertrust.credentials.token and minio_kes_ciphertrust.credentials.domain, and that "
        "the token was not revoked",
    ),
    (
        r"NCERRInsufficientPermissions|403 Forbidden",
        "CipherTrust does not allow KES what it needs: attach docs/policies/ciphertrust.json to its user, to create, read and export secrets",
    ),
    (
        r"404 Not Found",
        "CipherTrust has no such address: check minio_kes_ciphertrust.endpoint, which takes no path",
    ),
)
COMMON: Table = (
    (
        r"certificate is (?:not )?valid for|doesn't contain any IP SANs|Hostname mismatch",
        "the certificate that the server shows is one of another name: check {where}",
    ),
    (
        r"certificate has expired or is not yet valid",
        "the certificate that the server shows is not valid now: renew it, or set the clock of the KES host",
    ),
    (
        r"failed to verify certificate|certificate verify failed|certificate signed by unknown authority",
        "the certificate that the server shows is not to be trusted: put the CA that signed it into {variable}.ca",
    ),
    (r"no such host", "the KES host does not know the name of the server: check {where} and the resolver"),
    (
        r"connection refused|i/o timeout|network is unreachable|no route to host|context deadline exceeded|Client\.Timeout",
        "the server cannot be reached from the KES host: check {where}, and what filters packets between",
    ),
)
# said of files on the KES host, in words that systems use as well
OWN: Table = (
    (
        r"open /[^ ]+: permission denied",
        "KES's account may not read that file: give it back to kes, or run the role again",
    ),
)
TABLES: t.Dict[str, Table] = {
    "vault": VAULT,
    "aws": AWS,
    "azure": AZURE,
    "gcp": GCP,
    "fortanix": FORTANIX,
    "ciphertrust": CIPHERTRUST,
}
# where no variable names the server
FIXED = {"gcp": "the way to secretmanager.googleapis.com"}


def newest(backend: str, texts: t.Sequence[str]) -> t.Optional[str]:
    """Return the sentence for the newest of several texts that is known."""
    found = (explain(backend, text) for text in reversed(texts))
    return next((sentence for sentence in found if sentence), None)


def explain(backend: str, text: str) -> t.Optional[str]:
    """Return the sentence for what was said about a key management system; None where nothing in it is known."""
    variable = f"minio_kes_{backend}"
    for pattern, sentence in (*OWN, *TABLES[backend], *COMMON):
        if re.search(pattern, text):
            return sentence.format(variable=variable, where=FIXED.get(backend, f"{variable}.endpoint"))
    return None
