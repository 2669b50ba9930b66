# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The verdict on the root credential."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import root_credential
from ansible_collections.hardening.minio.plugins.module_utils._evidence.environment import Effective

STRONG = "nine-Ducks-0n-a-Pond"


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"MINIO_ROOT_USER": "root-of-all", "MINIO_ROOT_PASSWORD": STRONG}, "strong"),
        ({"MINIO_ROOT_USER": "minioadmin", "MINIO_ROOT_PASSWORD": STRONG}, "strong"),
        ({"MINIO_ROOT_USER": "minioadmin", "MINIO_ROOT_PASSWORD": "minioadmin"}, "default"),
        ({"MINIO_ROOT_USER": "root-of-all", "MINIO_ROOT_PASSWORD": "Minio123"}, "default"),
        ({"MINIO_ROOT_USER": STRONG, "MINIO_ROOT_PASSWORD": STRONG}, "equal"),
        ({"MINIO_ROOT_USER": "root-of-all", "MINIO_ROOT_PASSWORD": STRONG[:15]}, "weak"),
        ({"MINIO_ROOT_USER": "root-of-all", "MINIO_ROOT_PASSWORD": "ababababababababab"}, "weak"),
        # the server takes the published default where it finds none, or empty ones
        ({}, "default"),
        ({"MINIO_ROOT_USER": "", "MINIO_ROOT_PASSWORD": ""}, "default"),
        ({"MINIO_API_ROOT_ACCESS": "off"}, "default"),
        ({"MINIO_KMS_KES_ENDPOINT": "https://kes1:7373"}, "default"),
        # the KMS derives one, if it may: the environment does not tell
        ({"MINIO_API_ROOT_ACCESS": "off", "MINIO_KMS_KES_ENDPOINT": "https://kes1:7373"}, None),
    ],
)
def test_verdict(values, verdict):
    assert root_credential.describe(Effective(values), None)["verdict"] == verdict


def test_the_new_names_win_over_the_deprecated_ones():
    old = {"MINIO_ACCESS_KEY": "root-of-all", "MINIO_SECRET_KEY": "minio123"}
    new = {"MINIO_ROOT_USER": "root-of-all", "MINIO_ROOT_PASSWORD": STRONG}
    assert root_credential.describe(Effective(old), None) == {
        "verdict": "default",
        "source": "MINIO_SECRET_KEY",
        "deprecated_names": True,
    }
    assert root_credential.describe(Effective({**old, **new}), None)["source"] == "MINIO_ROOT_PASSWORD"


def test_nothing_is_guessed():
    assert root_credential.describe(None, None)["verdict"] is None
    pending = Effective({"MINIO_ROOT_USER": "root-of-all"}, pending={"MINIO_ROOT_PASSWORD"})
    assert root_credential.describe(pending, None)["verdict"] is None
    assert root_credential.describe(Effective({}), "/etc/minio/config.yml")["verdict"] is None
