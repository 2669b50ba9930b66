# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether KES writes an audit log: what the evidence says of a configuration, against what KES does with it."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.module import run
from tests.integration.servers.kes import KesServer

REFERENCE = {"log": {"audit": "${AUDIT_OF_TESTS}"}}
CREATED = "secret key 'test-audited' created"


@pytest.mark.parametrize(
    ("settings", "environment", "audits"),
    [
        ({}, {}, True),
        ({"log": {"error": "off"}}, {}, True),
        ({"log": {"audit": "on"}}, {}, True),
        ({"log": {"audit": "DEBUG"}}, {}, True),
        ({"log": {"audit": "off"}}, {}, False),
        ({"log": {"audit": "INFO+1"}}, {}, False),
        ({"log": {"audit": "warn"}}, {}, False),
        (REFERENCE, {"AUDIT_OF_TESTS": "on"}, True),
        (REFERENCE, {"AUDIT_OF_TESTS": "off"}, False),
    ],
)
def test_the_evidence_says_what_kes_does(
    start_kes: t.Callable[..., KesServer], settings: dict, environment: dict, audits: bool
):
    kes = start_kes(settings, environment)
    evidence = run("minio_node_info", {"kes_pid": kes.process.pid})["evidence"]["kes"]
    status, answer = kes.ask("POST", "/v1/key/create/test-audited")
    assert status == 200, answer
    kes.close()
    assert (CREATED in kes.log.read_text()) is audits
    assert evidence["config"]["audit"] is audits


def test_identities_from_the_environment(start_kes: t.Callable[..., KesServer]):
    """As MinIO's own guide has them."""
    admin, node = "${ADMIN_OF_TESTS}", "${NODE_OF_TESTS}"
    policy = {"minio": {"allow": ["/v1/status"], "identities": [node]}}
    identity = "3ecfcdf38fcbe141ae26a1030f81e96b753365a46760ae6b578698a97c59fd22"
    kes = start_kes(
        {"admin": {"identity": admin}, "policy": policy}, {"ADMIN_OF_TESTS": "disabled", "NODE_OF_TESTS": identity}
    )
    config = run("minio_node_info", {"kes_pid": kes.process.pid})["evidence"]["kes"]["config"]
    kes.close()
    assert (config["admin_disabled"], config["identities"]) == (True, [identity])
