# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Violations of the section "in transit": what MinIO serves, its certificates and the CAs that it trusts."""

from __future__ import annotations

import typing as t

from .authority import self_signed
from .lab import Lab
from .violation import Violation

CERTS = "/etc/minio/certs"
DEFAULT, DOMAIN = CERTS, f"{CERTS}/s3.lab.example"


def _certificate(folder: str, **changed: t.Any) -> t.Callable[[Lab], None]:
    return lambda lab: lab.certify("minio2", f"{folder}/public.crt", **changed)


def _domain_with_the_default_key(lab: Lab) -> None:
    [certificate] = lab.run(f"cat {DEFAULT}/public.crt", "minio2")
    _certificate(DOMAIN, key_of=certificate)(lab)
    lab.run(f"keep {DOMAIN}/private.key; cat {DEFAULT}/private.key > {DOMAIN}/private.key", "minio2")


def _weak_key(lab: Lab) -> None:
    certificate, key = self_signed("minio2", bits=1024)
    lab.run(f"keep {DEFAULT}/private.key", "minio2")
    _certificate(DEFAULT, key_of=certificate)(lab)
    lab.write("minio2", f"{DEFAULT}/private.key", key)


IN_TRANSIT = [
    Violation(
        "two domains share a key",
        {"T2.2": "fail"},
        _domain_with_the_default_key,
        restart="reload",
    ),
    Violation(
        "the key of a node is weak",
        # nobody verifies a chain to such a key: neither the node itself nor who asks it how it sees KES
        {"T3.4": "fail", "T4.1": "fail", "E7.1": "unknown"},
        _weak_key,
        restart="reload",
    ),
    Violation(
        "everybody may add a CA",
        {"T4.2": "fail"},
        f"chmod o+w {CERTS}",
        f"chmod o-w {CERTS}",
    ),
    Violation(
        "a certificate has ended",
        {"T6.1": "fail", "T6.2": "fail"},
        _certificate(DOMAIN, age=100, days=-5),
        restart="reload",
    ),
    Violation(
        "a certificate is valid for more than a year",
        {"T6.3": "fail"},
        _certificate(DEFAULT, days=500),
        restart="reload",
    ),
]
