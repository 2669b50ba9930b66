# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only shows when the evidence of all hosts is laid side by side."""

from __future__ import annotations

from ansible_collections.hardening.minio.plugins.plugin_utils._derived import across

KES = {"name": "kes1", "minio": None, "kes": {"config": {"identities": ["one", "two"], "admin_disabled": True}}}


def node(address: str, identity: str | None = None, peers: tuple[str, ...] = ("192.0.2.1", "192.0.2.2", "127.0.1.1")):
    """Return the evidence of a node; of one without a server where it has no identity."""
    return {
        "name": address,
        "host": {"addresses": [address]},
        "minio": {"peers": list(peers)} if identity else None,
        "kes_client": identity and {"certificate": {"fingerprint": identity}},
    }


def strangers(*nodes):
    return across.kes_policies({"hosts": [KES, *nodes]}, {})["strangers"]


def test_identities_of_nodes_are_no_strangers():
    assert strangers(node("192.0.2.1", "one"), node("192.0.2.2", "two")) == []


def test_an_identity_that_is_nobodys_is_told():
    assert strangers(node("192.0.2.1", "one"), node("192.0.2.2", "three")) == ["two"]


def test_an_identity_may_be_that_of_a_node_without_evidence():
    assert strangers(node("192.0.2.1", "one")) is None
    assert strangers(node("192.0.2.1", "one"), node("192.0.2.2")) is None


def test_one_server_alone_has_no_peers():
    assert strangers(node("192.0.2.1", "one", peers=())) == ["two"]
