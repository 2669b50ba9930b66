# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets of OpenID clients."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import openid


def document(providers, *nodes):
    hosts = [
        {"name": str(number), "minio": {"environment": {"strong_openid_secrets": node}}}
        for number, node in enumerate(nodes)
    ]
    cluster = {"identity_providers": {"openid": {"providers": [{"name": name} for name in providers]}}}
    return {"hosts": hosts, "cluster": cluster}


@pytest.mark.parametrize(
    ("providers", "nodes", "strong"),
    [
        (["_"], [{openid.VARIABLE: True}], True),
        (["_", "two"], [{openid.VARIABLE: True, openid.VARIABLE + "_two": True}], True),
        (["_", "two"], [{openid.VARIABLE: True, openid.VARIABLE + "_two": False}], False),
        (["_"], [{openid.VARIABLE: True}, {openid.VARIABLE: False}], False),
        # stored by the server, or not known on one node
        (["_", "two"], [{openid.VARIABLE: True}], None),
        (["_"], [{openid.VARIABLE: True}, {}], None),
        (["_"], [{openid.VARIABLE: True}, None], None),
        (["_"], [], None),
        ([], [{openid.VARIABLE: True}], None),
    ],
)
def test_strong_secrets(providers, nodes, strong):
    assert openid.derive(document(providers, *nodes), {})["strong_secrets"] is strong


@pytest.mark.parametrize("told", [True, False, None])
def test_what_the_server_has_stored(told):
    found = document(["_", "two"], {openid.VARIABLE: True}, {openid.VARIABLE: True})
    found["cluster"]["identity_providers"]["openid"]["providers"][1]["strong_secret"] = told
    assert openid.derive(found, {})["strong_secrets"] is told


def test_cluster_that_was_not_asked():
    assert openid.derive({"hosts": [], "cluster": None}, {})["strong_secrets"] is None
