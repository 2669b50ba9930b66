# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Violations of the section "at rest": KES, its keys, and what MinIO does with them."""

from __future__ import annotations

import typing as t

from minio.sseconfig import Rule, SSEConfig

from .authority import self_signed
from .lab import Lab
from .violation import NODES, SERVERS, Violation, unknown

KES = ("kes1",)
SERVER, CLIENT = "/etc/kes/certs/server", "/etc/minio/kes/client"
FOREIGN = "f" * 64
BAO = """
export BAO_ADDR=https://127.0.0.1:8200 BAO_CACERT=/etc/openbao/ca.crt
BAO_TOKEN=$(sed -n 's/.*"root_token": "\\(.*\\)".*/\\1/p' /etc/openbao/init.json)
export BAO_TOKEN
/opt/lab/bao kv"""


def _configured(statement: str) -> str:
    return f'edit_kes "{statement}"; reload_kes'


def _kes_certificate(**changed: t.Any) -> t.Callable[[Lab], None]:
    def seed(lab: Lab) -> None:
        lab.certify("kes1", f"{SERVER}.crt", **changed)
        # connections that are there are not verified again
        lab.run("restart_kes", "kes1")

    return seed


def _foreign_kes_certificate(lab: Lab) -> None:
    certificate, key = self_signed("kes1", domains=["kes1", "localhost"])
    lab.run(f"keep {SERVER}.crt {SERVER}.key", "kes1")
    lab.write("kes1", f"{SERVER}.crt", certificate)
    lab.write("kes1", f"{SERVER}.key", key)
    lab.run("restart_kes", "kes1")


def _shared_kes_key(lab: Lab) -> None:
    certificate, key = lab.run(f"cat {SERVER}.crt", "kes2") + lab.run(f"cat {SERVER}.key", "kes2")
    lab.run(f"keep {SERVER}.key", "kes1")
    lab.certify("kes1", f"{SERVER}.crt", key_of=certificate)
    lab.write("kes1", f"{SERVER}.key", key)
    lab.run("reload_kes", "kes1")


def _client_key_of(host: str, certificate: str, key: str) -> t.Callable[[Lab], None]:
    """Return a step that has minio2 use the key of another certificate for KES."""

    def seed(lab: Lab) -> None:
        [text] = lab.run(f"cat {certificate}", host)
        [private] = lab.run(f"cat {key}", host)
        lab.run(f"keep {CLIENT}.key", "minio2")
        lab.certify("minio2", f"{CLIENT}.crt", key_of=text)
        lab.write("minio2", f"{CLIENT}.key", private)

    return seed


def _bucket_of_lost_key(lab: Lab) -> None:
    lab.admin.kms_key_create("minio-seeded")
    lab.s3.make_bucket("seeded")
    lab.s3.set_bucket_encryption("seeded", SSEConfig(Rule.new_sse_kms_rule("minio-seeded")))
    lab.run(f"{BAO} metadata delete -mount=kv kes/minio-seeded", "openbao")
    lab.run("restart_kes", *SERVERS)


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
    Violation(
        "two nodes log in to KES with the same key",
        # the node's own identity is nobody's now
        {"E4.3": "fail", "E5.3": "fail"},
        _client_key_of("minio1", f"{CLIENT}.crt", f"{CLIENT}.key"),
    ),
    Violation(
        "a node logs in to KES with its server's key",
        {"E4.4": "fail", "E5.3": "fail"},
        _client_key_of("minio2", "/etc/minio/certs/public.crt", "/etc/minio/certs/private.key"),
    ),
    Violation(
        "KES's configuration can be read by everybody",
        {"E5.5": "fail"},
        "keep /etc/kes/config.yml; chmod 0644 /etc/kes/config.yml; reload_kes",
        "reload_kes",
        on=KES,
    ),
]

SERVICE = [
    Violation(
        "KES runs with an account that may become root",
        {"E1.2": "fail"},
        "usermod --append --groups sudo kes; restart_kes",
        "gpasswd --delete kes sudo; restart_kes",
        on=KES,
    ),
    Violation(
        "KES may write to the whole system",
        {"E1.3": "fail"},
        "drop_in kes ProtectSystem=no; restart_kes",
        "restart_kes",
        on=KES,
    ),
    Violation(
        "KES's memory is not locked",
        {"E1.3": "fail"},
        "drop_in kes AmbientCapabilities= LimitMEMLOCK=0; restart_kes",
        "restart_kes",
        on=KES,
    ),
    Violation(
        "KES may leave its sandbox by capabilities",
        {"E1.3": "fail"},
        "drop_in kes CapabilityBoundingSet=CAP_SYS_ADMIN; restart_kes",
        "restart_kes",
        on=KES,
    ),
    Violation(
        "a second KES listens",
        {"B6.2": "fail"},
        """systemd-run --unit=seeded --uid=kes --property=EnvironmentFile=-/etc/kes/kes.env --property=WorkingDirectory=/etc/kes \
          /usr/local/bin/kes server --addr 127.0.0.1:7374 --config /etc/kes/config.yml
        wait_for listens 7374""",
        "systemctl stop seeded",
        on=KES,
    ),
    Violation(
        "another KES runs than the inventory declares",
        {"E1.1": "fail"},
        "",
        on=SERVERS,
        settings={"minio_kes_release": {"version": "2025-03-12T09-35-18Z", "sha256": FOREIGN}},
    ),
    Violation(
        "KES's certificate ends in five days",
        {"E2.2": "fail"},
        _kes_certificate(days=5),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "KES's certificate names another host",
        {"E2.2": "fail", "E7.1": "fail"},
        _kes_certificate(domains=["elsewhere.example"]),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "KES's certificate is signed by nobody that the nodes trust",
        {"T4.1": "fail", "E7.1": "fail"},
        _foreign_kes_certificate,
        "restart_kes",
        on=KES,
    ),
    Violation(
        "two KES hosts share a key",
        {"E3.3": "fail"},
        _shared_kes_key,
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
        "KES was stopped",
        {**unknown("kes"), "E7.1": "fail"},
        "systemctl stop kes",
        "systemctl start kes; wait_for listens 7373",
        on=KES,
    ),
    Violation(
        "KES does not start at boot",
        {"E5.1": "fail"},
        "systemctl disable kes",
        "systemctl enable kes",
        on=KES,
    ),
    Violation(
        "KES's configuration was changed and not taken over",
        {"E5.1": "fail"},
        "edit_kes 'pass'",
        "reload_kes",
        on=KES,
    ),
    Violation(
        "KES's environment switches the verification of its key management system off",
        {"E5.8": "fail"},
        "keep /etc/kes/kes.env; echo VAULT_SKIP_VERIFY=true >> /etc/kes/kes.env; restart_kes",
        "restart_kes",
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
        "the keystore is a public playground",
        {"E5.1": "fail", "E5.2": "fail"},
        """edit_kes "c['keystore']['vault']['endpoint'] = 'https://play.min.io:7373'" """,
        "reload_kes",
        on=KES,
    ),
    Violation(
        "the keystore is a directory",
        {"E5.1": "fail", "E5.2": "fail"},
        """edit_kes "c['keystore'] = {'fs': {'path': '/var/lib/kes'}}" """,
        "reload_kes",
        on=KES,
    ),
    Violation(
        "KES has a root identity",
        {"E5.3": "fail"},
        _configured(f"c['admin']['identity'] = '{FOREIGN}'"),
        "reload_kes",
        on=KES,
    ),
    Violation(
        "a policy of KES names a foreign identity",
        {"E5.3": "fail"},
        _configured(f"next(iter(c['policy'].values()))['identities'].append('{FOREIGN}')"),
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
        "a policy of KES lets every key be used",
        {"E5.4": "fail"},
        _configured("next(iter(c['policy'].values()))['allow'].append('/v1/key/decrypt/*')"),
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
        "KES refused its new configuration",
        {"E5.1": "fail", "E5.9": "fail"},
        _configured("c['keystore']['vault']['approle']['secret'] = '\\${NOWHERE}'"),
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
    Violation(
        "KES's cache bridges no outage",
        {"E5.10": "fail"},
        _configured("c['cache']['expiry']['offline'] = '0s'"),
        "reload_kes",
        on=KES,
    ),
]

KEYS = [
    Violation(
        "a bucket names a key that does not exist",
        {"E6.3": "fail"},
        _bucket_of_lost_key,
        lambda lab: lab.s3.remove_bucket("seeded"),
    ),
    Violation(
        "the nodes know one endpoint of KES only",
        {"E7.4": "fail"},
        "environment MINIO_KMS_KES_ENDPOINT=https://kes1:7373",
        on=NODES,
        restart="together",
    ),
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
