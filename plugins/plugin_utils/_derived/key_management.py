# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Which key management system holds the keys, by the name under which people know it."""

from __future__ import annotations

NAMES = {
    "vault": "HashiCorp Vault or OpenBao",
    "aws": "AWS Secrets Manager",
    "azure": "Azure Key Vault",
    "gcp": "Google Cloud Secret Manager",
    "fortanix": "Fortanix SDKMS",
    "gemalto": "Thales CipherTrust Manager",
    "entrust": "Entrust KeyControl",
    "fs": "files on the KES host",
}
"""By the name of KES's section; one that is not here is called as KES calls it."""


def of_host(document: dict, declared: dict) -> dict:
    """Return the system that the KES of a host uses; None where it does not tell."""
    kind = ((document.get("kes") or {}).get("config") or {}).get("keystore")
    return {"system": NAMES.get(kind, kind) if kind else None}


def of_cluster(document: dict, declared: dict) -> dict:
    """Return the systems that the KES hosts use: one, as long as nobody is in the middle of a change."""
    found = {of_host(host, declared)["system"] for host in document["hosts"] if host.get("kes")}
    return {"systems": sorted(found - {None})}
