# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Violations of the section "in transit": what MinIO serves, its certificates and the CAs that it trusts."""

from __future__ import annotations

import typing as t

from .authority import self_signed
from .lab import Lab
from .violation import NODES, Violation

CERTS = "/etc/minio/certs"
DEFAULT, DOMAIN, STORE = CERTS, f"{CERTS}/s3.lab.example", f"{CERTS}/CAs"


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


def _trusted(name: str, **told: t.Any) -> t.Callable[[Lab], None]:
    return lambda lab: lab.write("minio2", f"{STORE}/seeded.crt", self_signed(name, **told)[0])


def _foreign_authority(lab: Lab) -> None:
    [path] = lab.run(f"ls {STORE}/hardening-minio-*.crt", "minio2")
    lab.run(f"keep {path}", "minio2")
    lab.write("minio2", path, self_signed("another CA", ca=True)[0])


IN_TRANSIT = [
    Violation(
        "a node serves FTP without TLS",
        {"T1.5": "fail"},
        "environment 'MINIO_OPTS=--certs-dir /etc/minio/certs --address :9000 --console-address :9090 --ftp=address=:8021'",
        restart="rolling",
    ),
    Violation(
        "a declared domain has no certificate of its own",
        {"T2.1": "fail"},
        f"keep {DOMAIN}/public.crt {DOMAIN}/private.key; rm -r {DOMAIN}",
        restart="rolling",
    ),
    Violation(
        "two domains share a key",
        {"T2.2": "fail"},
        _domain_with_the_default_key,
        restart="reload",
    ),
    Violation(
        "the certificate of a node names another one",
        # over its address neither the other nodes nor the controller can be sure of it any more
        {"T2.3": "fail", "T6.1": "fail", "E7.1": "unknown"},
        _certificate(DEFAULT, domains=["elsewhere.example"]),
        restart="reload",
    ),
    Violation(
        "old cipher suites are allowed",
        {"T3.3": "fail"},
        "environment MINIO_API_SECURE_CIPHERS=off",
        on=NODES,
        restart="together",
    ),
    Violation(
        "the key of a node is weak",
        # nobody verifies a chain to such a key: neither the node itself nor who asks it how it sees KES
        {"T3.4": "fail", "T4.1": "fail", "E7.1": "unknown"},
        _weak_key,
        restart="reload",
    ),
    Violation(
        "a node does not trust the CA of the others",
        # another CA is in force at the next start only
        {"T4.1": "fail", "T6.1": "fail", "B8.2": "fail"},
        _foreign_authority,
        "systemctl restart minio; wait_for serves; wait_for settled",
    ),
    Violation(
        "everybody may add a CA",
        {"T4.2": "fail"},
        f"chmod o+w {CERTS}",
        f"chmod o-w {CERTS}",
    ),
    Violation(
        "a certificate that is no CA is trusted",
        {"T4.2": "fail"},
        _trusted("no CA"),
        f"rm {STORE}/seeded.crt",
        restart="rolling",
    ),
    Violation(
        "a CA that has ended is trusted",
        {"T4.3": "fail"},
        _trusted("an old CA", days=-10, ca=True),
        f"rm {STORE}/seeded.crt",
        restart="rolling",
    ),
    Violation(
        "a CA that ends soon is trusted",
        {"T4.3": "fail"},
        _trusted("a CA near its end", days=10, ca=True),
        f"rm {STORE}/seeded.crt",
        restart="rolling",
    ),
    Violation(
        "a key on disk is not that of its certificate",
        {"T6.1": "fail"},
        f"keep {DOMAIN}/private.key; openssl ecparam -name prime256v1 -genkey -noout > {DOMAIN}/private.key",
    ),
    Violation(
        "a certificate is for clients",
        {"T6.1": "fail"},
        _certificate(DOMAIN, usages=["client"]),
        restart="reload",
    ),
    Violation(
        "a certificate has ended",
        {"T6.1": "fail", "T6.2": "fail"},
        _certificate(DOMAIN, age=100, days=-5),
        restart="reload",
    ),
    Violation(
        "a certificate ends in five days",
        {"T6.2": "fail"},
        _certificate(DEFAULT, days=5),
        restart="reload",
    ),
    Violation(
        "a certificate is valid for more than a year",
        {"T6.3": "fail"},
        _certificate(DEFAULT, days=500),
        restart="reload",
    ),
]
