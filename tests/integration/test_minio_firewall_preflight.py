# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sources of the firewall: a typo is refused before anything changes, and no list shuts out the nodes or the controller."""

from __future__ import annotations

import pytest

from tests.integration import preflight
from tests.integration.preflight import Case, Vars

API = "minio_firewall_api_sources"
CONSOLE = "minio_firewall_console_sources"
CASES: dict[str, Case] = {
    "good": Case({API: ["203.0.113.0/25", "203.0.113.128/25", "2001:db8::1"], CONSOLE: ["203.0.113.9"]}),
    "nobody": Case({}),
    "everybody": Case({API: ["0.0.0.0/0", "::/0"]}),
    "everybody_by_a_wrong_digit": Case(
        {API: ["10.0.0.0/0"]}, {}, (f"{API} holds '10.0.0.0/0', which is a host within 0.0.0.0/0",)
    ),
    "no_api_sources": Case({API: None}, {}, (f"{API} is not set", "[192.0.2.0/24]")),
    "no_console_sources": Case({CONSOLE: None}, {}, (f"{CONSOLE} is not set", "[] for none")),
    "text": Case({API: "192.0.2.0/24"}, {}, (f"{API} is text: it has to be a list",)),
    "number": Case({API: [10]}, {}, (f"{API}[0] is a number: it has to be text",)),
    "too_many_bits": Case({API: ["192.0.2.0/33"]}, {}, (f"{API} holds '192.0.2.0/33': give an address or network",)),
    "typo_in_the_console": Case({CONSOLE: ["192.0.2.256"]}, {}, (f"{CONSOLE} holds '192.0.2.256'",)),
    "half_an_address": Case({API: ["192.0.2"]}, {}, (f"{API} holds '192.0.2'",)),
    "name": Case({API: ["office.example.net"]}, {}, (f"{API} holds 'office.example.net'",)),
    "host_within": Case(
        {API: ["192.0.2.5/24"]}, {}, (f"{API} holds '192.0.2.5/24', which is a host within 192.0.2.0/24",)
    ),
    "mapped": Case({API: ["::ffff:192.0.2.5"]}, {}, ("IPv4 written as IPv6",)),
    "hasty": Case({"minio_firewall_rollback": "5"}, {}, ("minio_firewall_rollback is 5", "20 seconds or more")),
    "unknown_backend": Case(
        {"minio_firewall_backend": "ufw"}, {}, ("minio_firewall_backend is 'ufw'", "auto, nftables")
    ),
    "in_no_group": Case({}, {}, ("in_no_group is in neither of the groups minio and kes",), ()),
    "kes_host": Case({}, {"addresses": ["192.0.2.20"]}, (), ("kes",)),
    "elsewhere": Case({}, {"named_addresses": ["192.0.2.11", "198.51.100.9"]}),
    "node_and_kes_host": Case({}, {"addresses": ["192.0.2.30"]}, (), ("minio", "kes")),
}
ROLE = "minio_firewall"
COMMON: Vars = {API: [], CONSOLE: []}
NODES = ["192.0.2.11/32", "192.0.2.30/32"]
CONTROLLER = "198.51.100.7/32"
NAMED = "198.51.100.9/32"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Run the preflight of all cases."""
    folder = tmp_path_factory.mktemp("preflight")
    return preflight.run(folder, ROLE, CASES, COMMON, shown="__minio_firewall_ports")


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("nobody", {"api": [*NODES, CONTROLLER, NAMED], "console": []}),
        (
            "good",
            {"api": [*NODES, CONTROLLER, NAMED, "203.0.113.0/24", "2001:db8::1/128"], "console": ["203.0.113.9/32"]},
        ),
        ("everybody", {"api": ["0.0.0.0/0", "::/0"], "console": []}),
        ("kes_host", {"kes": [*NODES, NAMED]}),
        ("node_and_kes_host", {"api": [*NODES, CONTROLLER, NAMED], "console": [], "kes": [*NODES, NAMED]}),
    ],
)
def test_nodes_and_controller_are_never_shut_out(answers, name, wanted):
    assert {port["name"]: port["sources"] for port in answers.shown[name]} == wanted


def test_nodes_that_are_not_known_are_not_shut_out(tmp_path):
    cases = {
        "known": Case({}, {}, ("the addresses of silent are not known, and the rules would shut them out",)),
        "silent": Case({}, {"addresses": []}, ("the addresses of silent are not known",)),
    }
    answers = preflight.run(tmp_path, ROLE, cases, COMMON)
    for name, case in cases.items():
        answers.check(name, case)
