# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server is safe only if all is known and every advisory that applies is ended, mitigated or accepted."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import advisories

HOST = {
    "name": "minio1",
    "minio": {
        "release": {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z"},
        "command": {"console": {"state": "off"}, "distributed": True, "sftp": {"enabled": False}},
        "environment": {"names": ["MINIO_VOLUMES"]},
    },
}
CLUSTER = {
    "buckets": [{"name": "a", "object_lock": False}],
    "identity_providers": {"ldap": {"configured": False}, "openid": {"configured": False}},
}
INSIDE = "192.0.2.0/24"
OPEN_TO_ALL = {"active": True, "ports": {"console": ["0.0.0.0/0", "::/0"]}}
FENCED = {"active": True, "ports": {"console": [INSIDE]}}
DECLARED = {"minio_firewall_console_sources": [INSIDE]}


def document(**changes) -> dict:
    host = copy.deepcopy(HOST)
    host["minio"]["release"].update(changes.pop("release", {}))
    host["minio"]["command"].update(changes.pop("command", {}))
    host["minio"]["environment"].update(changes.pop("environment", {}))
    host.update(changes.pop("host", {}))
    return {"hosts": [host], "cluster": copy.deepcopy(CLUSTER), **changes}


def test_safe():
    facts = advisories.derive(document(), {})
    assert facts["safe"] is True and facts["open"] == [] and facts["unclear"] == []
    assert facts["releases"] == ["silo RELEASE.2026-09-16T00-00-00Z"]


def test_an_old_release_of_one_node_is_open():
    cluster = document()
    cluster["hosts"].append(document(release={"version": "RELEASE.2026-08-04T00-00-00Z"})["hosts"][0])
    facts = advisories.derive(cluster, {})
    assert facts["safe"] is False
    assert "SN-2026-011" in [entry["id"] for entry in facts["open"]]
    assert all(entry["fix"].startswith("silo RELEASE.2026-09") for entry in facts["open"])


@pytest.mark.parametrize(
    "release", [{"flavour": None}, {"version": None}, {"flavour": "upstream", "version": "DEVELOPMENT.GOGET"}]
)
def test_an_unknown_release_is_never_safe(release):
    assert advisories.derive(document(release=release), {})["safe"] is not True


def test_unknown_flavour_is_unclear():
    facts = advisories.derive(document(release={"flavour": None, "version": None}), {})
    assert facts["safe"] is None and facts["open"] == [] and len(facts["unclear"]) > 20


@pytest.mark.parametrize(
    ("firewall", "declared", "safe", "key"),
    [
        (FENCED, DECLARED, True, "mitigated"),
        ({"active": True, "ports": {"console": []}}, {}, True, "mitigated"),
        # somebody else gets in, or nobody said who may
        (FENCED, {}, False, "open"),
        (OPEN_TO_ALL, DECLARED, False, "open"),
        # everybody was declared: that is no fence
        (OPEN_TO_ALL, {"minio_firewall_console_sources": ["0.0.0.0/0", "::/0"]}, False, "open"),
        ({"active": False, "ports": {"console": [INSIDE]}}, DECLARED, False, "open"),
        (None, DECLARED, None, "unclear"),
        ({"error": "the rules cannot be read"}, DECLARED, None, "unclear"),
        ({"active": True, "ports": {}}, DECLARED, None, "unclear"),
        ({"active": True, "ports": {"console": None}}, DECLARED, None, "unclear"),
        ({"ports": {"console": [INSIDE]}}, DECLARED, None, "unclear"),
    ],
)
def test_a_console_that_nobody_has_fixed_needs_its_fence(firewall, declared, safe, key):
    facts = advisories.derive(document(command={"console": {"state": "fixed"}}, host={"firewall": firewall}), declared)
    assert facts["safe"] is safe
    assert "CVE-2026-113466" in str(facts[key])


def test_a_fence_does_not_stand_for_a_fix_that_can_be_had():
    old = {"release": {"version": "RELEASE.2026-09-03T13-18-01Z"}, "command": {"console": {"state": "fixed"}}}
    facts = advisories.derive(document(**old, host={"firewall": FENCED}), DECLARED)
    assert "SN-2026-014" in [entry["id"] for entry in facts["open"]]


def test_object_lock_decides_on_its_advisory():
    locked = advisories.derive(document(cluster={**CLUSTER, "buckets": [{"name": "a", "object_lock": True}]}), {})
    assert locked["safe"] is False and locked["open"][0]["fix"] == "nobody has fixed it"
    unknown = advisories.derive(document(cluster={**CLUSTER, "buckets": [{"name": "a", "object_lock": None}]}), {})
    assert unknown["safe"] is None and unknown["unclear"] == ["SN-2026-015"]
    unasked = advisories.derive(document(cluster=None), {})
    assert unasked["safe"] is None


def test_acceptance_by_id_with_its_reason():
    declared = {"minio_server_accept_advisories": {"SN-2026-015": "all users are administrators"}}
    facts = advisories.derive(document(cluster=None), declared)
    assert facts["safe"] is True and facts["accepted"] == {"SN-2026-015": "all users are administrators"}


def test_an_acceptance_of_what_does_not_apply_is_not_shown():
    declared = {"minio_server_accept_advisories": {"CVE-2023-28432": "old"}}
    assert advisories.derive(document(), declared)["accepted"] == {}


def test_wrong_acceptance():
    with pytest.raises(InputError):
        advisories.derive(document(), {"minio_server_accept_advisories": {"SN-2026-015": ""}})


@pytest.mark.parametrize(
    ("names", "cluster", "openid"),
    [
        (["MINIO_IDENTITY_OPENID_CONFIG_URL"], {}, True),
        ([], {}, None),
        ([], CLUSTER, False),
        (None, CLUSTER, None),
        ([], {"identity_providers": {"openid": {"configured": True}}}, True),
        ([], {"identity_providers": {"error": "no answer"}}, None),
    ],
)
def test_identity_provider_of_environment_or_stored(names, cluster, openid):
    host = document(environment={"names": names})["hosts"][0]
    assert advisories.features(host, cluster)["openid"] is openid


def test_upstream_with_openid():
    release = {"flavour": "upstream", "version": "v0.0.0-20260212201848-7aac2a2c5b7c"}
    environment = {"names": ["MINIO_IDENTITY_OPENID_CONFIG_URL"]}
    facts = advisories.derive(document(release=release, environment=environment), {})
    assert "CVE-2026-33322" in [entry["id"] for entry in facts["open"]]


@pytest.mark.parametrize("evidence", [{"hosts": []}, {"hosts": [{"name": "kes1", "minio": None}]}])
def test_no_server_is_not_safe(evidence):
    assert advisories.derive({**evidence, "cluster": CLUSTER}, {})["safe"] is None


def test_a_server_without_evidence_is_not_safe():
    broken = {"hosts": [{"name": "minio1", "minio": {"error": "collector minio failed"}}], "cluster": CLUSTER}
    assert advisories.derive(broken, {})["safe"] is None
