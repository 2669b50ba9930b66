# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs that are refused, that are killed, and that find what somebody else has changed."""

from __future__ import annotations

from tests.integration.servers.oidc import CLIENT_SECRET, PASSWORD
from tests.lab import openid
from tests.lab.lab import SETTINGS

ONLY_IDENTITIES = "--tags=minio_idp"


def refused(run, *parts):
    """Assert that a run ended in its preflight, in words, without a secret."""
    run.finish()
    assert run.process.returncode != 0 and run.total("changed") == 0
    for part in parts:
        assert part in run.output, run.output[-3000:]
    assert CLIENT_SECRET not in run.output and PASSWORD not in run.output


def test_a_provider_of_another_ca_is_refused(lab, play, providers):
    kms = f"https://{lab.addresses[openid.host(lab)]}:8200/.well-known/openid-configuration"
    run = play(ONLY_IDENTITIES, "-vvv", minio_idp_openid=[providers[0], {**providers[1], "config_url": kms}])
    refused(run, "shows a certificate that is not to be trusted", "have MinIO trust its CA, by minio_tls_trusted_cas")


def test_a_policy_that_is_nowhere_is_refused(play, providers):
    run = play(ONLY_IDENTITIES, "-vvv", minio_idp_openid=[providers[0], {**providers[1], "role_policy": "nowhere"}])
    refused(run, "providers give nowhere by role_policy, which is neither declared nor on the server")


def test_a_release_open_to_forging_is_refused(play):
    accepted = SETTINGS["minio_server_accept_advisories"]
    others = {name: reason for name, reason in accepted.items() if name != "CVE-2026-33322"}
    refused(
        play(ONLY_IDENTITIES, minio_server_accept_advisories=others),
        "has CVE-2026-33322, with which who knows the client secret forges tokens",
    )


def test_a_run_that_was_killed_before_the_restart_is_finished_by_the_next(people, play, providers):
    providers[1]["display_name"] = "Staff after a kill"
    run = play(ONLY_IDENTITIES, "-vvv", "--diff", minio_idp_openid=providers)
    run.reach("TASK [hardening.minio.minio_idp : Note what the node has not loaded]")
    run.kill()
    assert "Staff after a kill" not in people.loaded()
    run = play(ONLY_IDENTITIES, "-vvv", "--diff", minio_idp_openid=providers).finish()
    assert run.process.returncode == 0, run.output[-3000:]
    assert "Staff after a kill" in people.loaded()
    assert CLIENT_SECRET not in run.output and PASSWORD not in run.output
    again = play(ONLY_IDENTITIES, minio_idp_openid=providers).finish()
    assert again.process.returncode == 0 and again.total("changed") == 0


def test_a_login_that_gets_other_policies_ends_the_run(lab, play, variables):
    probe = {**variables["minio_idp_openid_probe"], "policies": ["readonly"]}
    run = play(ONLY_IDENTITIES, minio_idp_openid_probe=probe).finish()
    assert run.process.returncode != 0
    assert "it is let in with readonly, writeonly instead of readonly" in run.output
    # what is declared is as it was
    run = play(ONLY_IDENTITIES).finish()
    assert run.process.returncode == 0, run.output[-3000:]
