# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which MINIO_* names the server reads."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import known_names


@pytest.mark.parametrize(
    "name",
    [
        "MINIO_ROOT_USER",
        "MINIO_ROOT_PASSWORD_FILE",
        "MINIO_OPTS",
        "MINIO_VOLUMES",
        "MINIO_KMS_KES_CAPATH",
        "MINIO_KMS_AUTO_ENCRYPTION",
        "MINIO_API_ROOT_ACCESS",
        "MINIO_API_SECURE_CIPHERS",
        "MINIO_PROMETHEUS_AUTH_TYPE",
        "MINIO_STORAGE_CLASS_STANDARD",
        "MINIO_IDENTITY_LDAP_LOOKUP_BIND_PASSWORD",
        "MINIO_IDENTITY_OPENID_CONFIG_URL",
        "MINIO_IDENTITY_OPENID_CONFIG_URL_KEYCLOAK",
        "MINIO_AUDIT_WEBHOOK_ENABLE_target1",
        "MINIO_NOTIFY_POSTGRES_CONNECTION_STRING_PRIMARY",
        "MINIO_BROWSER_REDIRECT_URL",
        "MINIO_SITE_NAME",
        "PATH",
        "SSL_CERT_FILE",
        "_MINIO_SERVER_DEBUG",
    ],
)
def test_known(name):
    assert known_names.unknown([name], "upstream") == []


@pytest.mark.parametrize(
    "name",
    [
        "MINIO_ROOT_PASWORD",
        "MINIO_KMS_KES_CA_PATH",
        "MINIO_KMS_MASTER_KEY",
        "MINIO_IDENTITY_LDAP_SERVER_ADDRESS",
        "MINIO_IDENTITY_LDAP_SERVER_ADDR_SECOND",
        "MINIO_AUDIT_WEBHOOK_ENDPOINTS",
        "MINIO_API_ROOT_ACCES",
        "MINIO_",
    ],
)
def test_unknown(name):
    assert known_names.unknown([name, "MINIO_VOLUMES"], "upstream") == [name]


def test_names_of_a_fork():
    names = ["MINIO_API_TRUSTED_PROXIES", "MINIO_IDENTITY_LDAP_STS_TRUSTED_PROXIES"]
    assert known_names.unknown(names, "upstream") == names
    assert known_names.unknown(names, "silo") == []
    assert known_names.unknown(names, None) == []
