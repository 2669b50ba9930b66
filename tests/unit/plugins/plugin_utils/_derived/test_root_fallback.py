# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nodes that fall back to the published root credential."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import root_fallback

STRONG = {"root_credential": {"verdict": "strong", "source": "MINIO_ROOT_PASSWORD"}}
DEFAULT = {"root_credential": {"verdict": "default", "source": None}}
OFF = {
    "root_credential": {"verdict": None, "source": None},
    "settings": {"root_access_disabled": True},
    "kms": {"kinds": ["kes"]},
}
UNKNOWN = {"root_credential": {"verdict": None, "source": None}, "settings": {"root_access_disabled": None}}


def kes(hmac_allowed):
    return {"name": "kes1", "kes": {"config": {"hmac_allowed": hmac_allowed}}}


@pytest.mark.parametrize(
    ("node", "others", "expected"),
    [
        (STRONG, [], []),
        (DEFAULT, [], ["minio1"]),
        (OFF, [kes(True)], []),
        (OFF, [kes(False)], ["minio1"]),
        (OFF, [kes(True), kes(False)], ["minio1"]),
        (OFF, [kes(None)], None),
        (OFF, [], None),
        (UNKNOWN, [kes(True)], None),
        ({"error": "no permission"}, [], None),
        ({"root_credential": {}}, [kes(True)], None),
    ],
)
def test_one_node(node, others, expected):
    document = {"hosts": [{"name": "minio1", "minio": node}, *others]}
    assert root_fallback.derive(document, {}) == {"nodes": expected}


def test_certain_one_beside_an_unknown_one():
    document = {"hosts": [{"name": "minio1", "minio": UNKNOWN}, {"name": "minio2", "minio": DEFAULT}]}
    assert root_fallback.derive(document, {}) == {"nodes": ["minio2"]}


def test_no_node():
    assert root_fallback.derive({"hosts": [kes(True)]}, {}) == {"nodes": None}
