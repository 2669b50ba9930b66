# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Another client secret, which the provider has from one moment to the next."""

from __future__ import annotations

import pytest

from tests.integration.servers.oidc import CLIENT_SECRET
from tests.lab.openid import HOME, PORT, SERVICE

NEW = "planted-other-client-secret-5c9a7e31d0b8"


@pytest.fixture
def change(provider):
    """Return a function that puts a secret of the clients in the place of another one at the provider."""

    def change(old, new):
        provider(f"sed -i 's/{old}/{new}/g' {HOME}/settings.json && systemctl restart {SERVICE}")
        provider(f"until ss -Hltn 'sport = :{PORT}' | grep -q .; do sleep 0.2; done")

    return change


@pytest.fixture
def rotate(play, providers):
    """Return a function that rotates, with a client secret in the inventory."""

    def rotate(secret):
        run = play(
            "-vvv",
            "--diff",
            playbook="hardening.minio.rotate_credentials",
            minio_idp_openid=[{**one, "client_secret": secret} for one in providers],
        ).finish()
        assert NEW not in run.output and CLIENT_SECRET not in run.output
        return run

    return rotate


def test_a_secret_that_the_provider_does_not_take_changes_nothing(lab, people, rotate):
    before = [lab.pid(host, "minio") for host in lab.hosts("minio")]
    run = rotate(NEW)
    assert run.process.returncode != 0 and run.total("changed") == 0
    assert "the provider gives no token" in run.output
    assert [lab.pid(host, "minio") for host in lab.hosts("minio")] == before
    people.log_in("reader").list_buckets()


def test_the_secret_is_rotated(people, rotate, change):
    change(CLIENT_SECRET, NEW)
    run = rotate(NEW)
    assert run.process.returncode == 0, run.output[-3000:]
    assert run.total("changed") > 0
    again = rotate(NEW)
    assert (again.process.returncode, again.total("changed")) == (0, 0), again.output[-3000:]
    # as the other tests expect it
    change(NEW, CLIENT_SECRET)
    assert rotate(CLIENT_SECRET).process.returncode == 0
    people.log_in("reader").list_buckets()
