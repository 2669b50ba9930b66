# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of every key management system that are good, with secrets that begin with "planted"."""

from __future__ import annotations

import base64
import typing as t

Settings = t.Dict[str, t.Any]
PLANTED = "planted"
PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
CLIENT_KEY = "-----BEGIN EC PRIVATE KEY-----\nplanted-secret\n-----END EC PRIVATE KEY-----\n"
PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\nplantedAAAA\nBBBB\n-----END PRIVATE KEY-----\n"
ID = "01234567-89ab-cdef-0123-456789abcdef"
API_KEY = base64.b64encode(f"{ID}:planted-secret".encode()).decode()

LEAST: dict[str, Settings] = {
    "vault": {
        "endpoint": "https://vault.example.net:8200",
        "approle": {"id": "planted-role", "secret": "planted-secret"},
    },
    "aws": {"region": "eu-central-1"},
    "azure": {"endpoint": "https://kes-test.vault.azure.net"},
    "gcp": {"project_id": "kes-test"},
    "fortanix": {"endpoint": "https://sdkms.example.net", "credentials": {"key": API_KEY}},
    "ciphertrust": {"endpoint": "https://ctm.example.net", "credentials": {"token": "planted-token"}},
}
"""What each cannot do without."""
MOST: dict[str, Settings] = {
    "vault": {
        **LEAST["vault"],
        "engine": "secret",
        "version": "v1",
        "namespace": "team",
        "prefix": "kes",
        "approle": {"id": "planted-role", "secret": "planted-secret", "engine": "machines", "namespace": "/"},
        "transit": {"engine": "t", "key": "kes"},
        "ca": PEM,
        "client_certificate": PEM,
        "client_key": CLIENT_KEY,
        "ping": "3s",
    },
    "aws": {
        "region": "eu-central-1",
        "endpoint": "https://vpce-1a2b.secretsmanager.eu-central-1.vpce.amazonaws.com",
        "kmskey": "alias/kes",
        "credentials": {"accesskey": "ASIAplanted", "secretkey": "planted-secret", "token": "planted-token"},
        "ca": PEM,
    },
    "azure": {
        "endpoint": "https://kes-test.vault.azure.net/",
        "credentials": {"tenant_id": ID, "client_id": ID, "client_secret": "planted-secret"},
        "ca": PEM,
    },
    "gcp": {
        "project_id": "kes-test",
        "scopes": ["https://www.googleapis.com/auth/cloud-platform"],
        "credentials": {
            "client_email": "kes@kes-test.iam.gserviceaccount.com",
            "client_id": "113491952745362495489",
            "private_key_id": "planted381514ebd3cf",
            "private_key": PRIVATE_KEY,
        },
        "ca": PEM,
    },
    "fortanix": {**LEAST["fortanix"], "group_id": ID, "ca": PEM},
    "ciphertrust": {
        "endpoint": "https://ctm.example.net:8443",
        "credentials": {"token": "planted-token", "domain": "minio"},
        "ca": PEM,
    },
}
"""Everything that each takes together."""
