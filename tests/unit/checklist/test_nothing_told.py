# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where no server tells anything, nothing is proven and nothing is refuted: every check is unknown, and says why."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.action.checklist import ActionModule
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge

EVERYTHING = ("api", "canary")
BROKEN = {"error": "it broke"}
TOPICS = ("host", "minio", "kes", "tls", "kes_client", "firewall", "canary", "stored_iam")
PARTS = (
    "account", "command", "config", "environment", "files", "kms", "listeners", "pair", "peers", "process", "release", "restart",
    "root_credential", "sandbox", "settings", "tls", "unit",
)  # fmt: skip
HOSTS = {
    "no host": {},
    "nothing runs": {"host1": {**dict.fromkeys(TOPICS), "host": {"name": "host1", "addresses": []}}},
    "every collector failed": {"host1": dict.fromkeys(TOPICS, BROKEN)},
    "nothing was seen": {"host1": {"minio": dict.fromkeys(PARTS), "kes": dict.fromkeys(PARTS)}},
}
ANSWERS = ("identities", "buckets", "kms", "nodes", "audit", "identity_providers", "canary")
PROVIDERS = {
    "ldap": {"configured": True},
    "openid": {"configured": True, "https": True, "providers": [{"name": "_", "strong_secret": True}]},
}
CLUSTERS = {
    "not asked": None,
    "no answer": {},
    "refused": BROKEN,
    "every question refused": dict.fromkeys(ANSWERS, BROKEN),
    "providers of servers of which nothing is known": {"identity_providers": PROVIDERS},
    "empty answers": {**{name: {} for name in ANSWERS}, "buckets": [], "nodes": []},
}


def _unproven(found: judge.Verdict) -> bool:
    return found["state"] == "unknown" and bool(found["reason"])


@pytest.mark.parametrize("hosts", HOSTS.values(), ids=HOSTS)
@pytest.mark.parametrize("cluster", CLUSTERS.values(), ids=CLUSTERS)
def test_checks_of_the_cluster(hosts, cluster):
    document = ActionModule._cluster_document({"hosts": hosts, "cluster": cluster}, {})
    verdicts = {
        check.id: judge.judge(check, document, EVERYTHING, check.agreement) for check in catalogue.checks("cluster")
    }
    assert {name: found for name, found in verdicts.items() if not _unproven(found)} == {}


@pytest.mark.parametrize("evidence", [one for hosts in HOSTS.values() for one in hosts.values()], ids=list(HOSTS)[1:])
def test_checks_of_a_host(evidence):
    document = ActionModule._host_document({"evidence": evidence, "peers": {}, "answered": 1.0}, {}, "minio1")
    verdicts = {
        check.id: judge.judge(check, document, EVERYTHING, check.agreement) for check in catalogue.checks("node", "kes")
    }
    assert {name: found for name, found in verdicts.items() if not _unproven(found)} == {}
