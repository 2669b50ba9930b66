# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The key management system has the name under which people know it."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import key_management
from ansible_collections.hardening.minio.plugins.plugin_utils._kes.backends import BACKENDS


def kes(kind: str | None) -> dict:
    return {"kes": {"config": {"keystore": kind}}}


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (kes("gemalto"), "Thales CipherTrust Manager"),
        (kes("new"), "new"),
        (kes(None), None),
        ({"kes": {"config": None}}, None),
        ({"kes": None}, None),
        ({}, None),
    ],
)
def test_name_of_a_host(document, name):
    assert key_management.of_host(document, {}) == {"system": name}


def test_every_system_that_can_be_chosen_has_a_name():
    assert {backend.KIND for backend in BACKENDS.values()} <= set(key_management.NAMES)


def test_names_of_all_hosts():
    hosts = [kes("aws"), kes("aws"), kes(None), {"minio": {}}]
    assert key_management.of_cluster({"hosts": hosts}, {}) == {"systems": ["AWS Secrets Manager"]}
    assert key_management.of_cluster({"hosts": [*hosts, kes("vault")]}, {})["systems"] == [
        "AWS Secrets Manager",
        "HashiCorp Vault or OpenBao",
    ]
    assert key_management.of_cluster({"hosts": []}, {}) == {"systems": []}
