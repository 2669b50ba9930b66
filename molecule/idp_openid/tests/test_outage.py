# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The provider is away when a node starts, and comes back."""

from __future__ import annotations

import pytest
from minio.error import MinioException

from tests.lab.openid import SERVICE
from tests.lab.openid.people import Refused


def states(report, *names):
    """Return the states of checks and the reasons or observations behind them, as text."""
    checks = {check["id"]: check for item in report["items"] for check in item["checks"]}
    return {name: (checks[name]["state"], str(checks[name]["hosts"])) for name in names}


def test_the_audit_of_a_provider_that_is_there(audit):
    report = audit()
    found = states(report, "B5.2", "B5.7", "B5.8")
    assert {name: state for name, (state, _seen) in found.items()} == dict.fromkeys(found, "pass"), found
    assert report["verdict"] == "pass"


def test_the_provider_is_away_at_boot(lab, people, provider, play, audit, wait):
    (node,) = lab.hosts("minio")
    before = lab.pid(node, "minio")
    token = people.tokens.of("reader")

    def ask_the_new_process():
        assert lab.pid(node, "minio") not in ("0", before)
        people.root().list_buckets()

    provider(f"systemctl stop {SERVICE}")
    try:
        # a server that runs needs the provider for new keys only
        people.enter(token)
        lab.on(node, "systemctl restart --no-block minio")
        wait(ask_the_new_process)
        # root's access is MinIO's own; nobody else has any
        with pytest.raises((Refused, MinioException)):
            people.enter(token)
        report = audit()
        found = states(report, "B5.7", "B5.8")
        assert report["verdict"] == "fail"
        assert found["B5.7"][0] == "fail" and "provider _ did not answer the server" in found["B5.7"][1]
        assert found["B5.8"][0] != "pass"
        # a run that would restart into the same is refused before it changes anything
        run = play(minio_idp_openid_probe={}).finish()
        assert run.process.returncode != 0 and run.total("changed") == 0
        assert "minio_idp_openid cannot be used from minio1" in run.output and "does not answer" in run.output
    finally:
        provider(f"systemctl start {SERVICE}")
    # nobody has to do anything about it
    wait(lambda: people.log_in("reader").list_buckets())
    assert states(audit(), "B5.7")["B5.7"][0] == "pass"
