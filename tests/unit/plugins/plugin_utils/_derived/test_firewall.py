# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may reach the ports, compared with who belongs there."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import firewall

DECLARED = {"minio_firewall_api_sources": ["198.51.100.0/24"]}
NODES = ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2")


def uninvited(*opened, nodes=NODES, named=("192.0.2.1", "192.0.2.2")):
    document = {
        "firewall": {"ports": {"api": list(opened)}},
        "peers": {"nodes": list(nodes), "named": list(named), "controller": ["203.0.113.9"]},
    }
    return firewall.derive(document, DECLARED)["api"]["uninvited"]


def test_nodes_controller_and_declared_sources_belong_there():
    assert uninvited(*NODES, "198.51.100.0/24", "203.0.113.9", "127.0.0.0/8") == []


def test_nobody_else_does():
    assert uninvited(*NODES, "192.0.2.3") == ["192.0.2.3/32"]


def test_further_addresses_of_a_node_without_evidence_are_not_known():
    assert uninvited(*NODES, nodes=("192.0.2.1", "2001:db8::1")) is None
    assert uninvited("192.0.2.2", nodes=("192.0.2.1",)) == []


@pytest.mark.parametrize("network", ["0.0.0.0/0", "10.0.0.0/24"])
def test_a_network_is_no_further_address(network):
    assert uninvited(network, nodes=("192.0.2.1",))
