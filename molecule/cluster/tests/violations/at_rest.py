# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Violations of the section "at rest": KES, its keys, and what MinIO does with them."""

from __future__ import annotations

import typing as t

from .lab import Lab
from .violation import NODES, Violation

KES = ("kes1",)
SERVER, CLIENT = "/etc/kes/certs/server", "/etc/minio/kes/client"
FOREIGN = "f" * 64


def _configured(statement: str) -> str:
    return f'edit_kes "{statement}"; reload_kes'


def _kes_certificate(**changed: t.Any) -> t.Callable[[Lab], None]:
    def seed(lab: Lab) -> None:
        lab.certify("kes1", f"{SERVER}.crt", **changed)
        lab.run("reload_kes", "kes1")

    return seed


FILES = [
    Violation(
        "KES's private key can be read by everybody",
        {"E3.1": "fail"},
        f"chmod 0644 {SERVER}.key",
        f"chmod 0600 {SERVER}.key",
        on=KES,
    ),
    Violation(
        "the private key of KES is another one than its certificate's",
        {"E3.2": "fail"},
        f"keep {SERVER}.key; openssl ecparam -name prime256v1 -genkey -noout > {SERVER}.key",
        on=KES,
    ),
    Violation(
        "the key with which a node logs in to KES can be read by everybody",
        {"E4.1": "fail"},
        f"keep {CLIENT}.key; chmod 0644 {CLIENT}.key",
    ),
    Violation(
        "the certificate with which a node logs in to KES is for servers",
        {"E4.2": "fail"},
        lambda lab: lab.certify("minio2", f"{CLIENT}.crt", usages=["server"]),
    ),
]

SERVICE = [
    Violation(
        "KES's certificate ends in five days",
        {"E2.2": "fail"},
        _kes_certificate(days=5),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "KES answers without a certificate",
        {"E2.3": "fail"},
        _configured("c['api'] = {'/version': {'skip_auth': True}}"),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "everybody reaches KES",
        {"E5.7": "fail"},
        "nft add element inet hardening_minio kes_ip { 0.0.0.0/0 }",
        "systemctl reload hardening-minio-firewall",
        on=KES,
    ),
]

CONFIGURATION = [
    Violation(
        "KES has a root identity",
        {"E5.3": "fail"},
        _configured(f"c['admin']['identity'] = '{FOREIGN}'"),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "a policy of KES lets keys be deleted",
        {"E5.4": "fail"},
        _configured("next(iter(c['policy'].values()))['allow'].append('/v1/key/delete/minio-*')"),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "a secret stands in KES's configuration",
        {"E5.5": "fail"},
        _configured(
            "c['keystore']['vault']['approle']['secret'] = re.search('APPROLE_SECRET=.(.*).$', open('/etc/kes/kes.env').read(), re.M)[1]"
        ),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "KES writes no audit log",
        {"E5.6": "fail"},
        _configured("c['log']['audit'] = 'off'"),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "nobody decided how long KES serves keys from its cache",
        {"E5.10": "fail"},
        _configured("del c['cache']['expiry']['offline']"),
        "reload_kes",
        on=KES,
    ),
]

KEYS = [
    Violation(
        "objects are not encrypted unasked",
        {"E8.1": "fail", "E8.2": "fail", "E8.3": "fail"},
        "environment MINIO_KMS_AUTO_ENCRYPTION=off",
        on=NODES,
        restart="together",
        canary=True,
    ),
    Violation(
        "a user's secret is on a drive in clear",
        {"E8.4": "fail"},
        """mkdir -p /data/.minio.sys/config/iam/users/seeded/identity.json
        echo '{"version":1,"credentials":{"accessKey":"seeded","secretKey":"planted-in-clear"}}' \
          > /data/.minio.sys/config/iam/users/seeded/identity.json/xl.meta""",
        "rm -rf /data/.minio.sys/config/iam/users/seeded",
        canary=True,
    ),
]

AT_REST = FILES + SERVICE + CONFIGURATION + KEYS
