# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What KES logs in with: wrong, taken away, and replaced."""

from __future__ import annotations

from tests.bench.load import Load


def processes(lab):
    return {host: lab.pid(host, "kes") for host in lab.hosts("kes")}


def test_a_wrong_login_changes_nothing_that_serves(lab, objects, login, configure):
    kept = objects.put()
    files = {host: lab.on(host, "sha256sum /etc/kes/config.yml /etc/kes/kes.env") for host in lab.hosts("kes")}
    wrong = lab.kms.unknown_login()
    run = configure(login.with_secret(wrong))
    assert run.process.returncode != 0
    assert f"{login.variable}.credentials" in run.output or f"{login.variable}.approle" in run.output
    assert wrong.splitlines()[-1] not in run.output
    assert {host: lab.on(host, "sha256sum /etc/kes/config.yml /etc/kes/kes.env") for host in lab.hosts("kes")} == files
    assert objects.is_readable(kept)
    assert objects.is_readable(objects.put())


def test_a_new_login_takes_the_place_of_the_old_without_a_lost_request(
    lab, cluster, objects, login, configure, restart_all_kes
):
    kept, old, before = objects.put(), login.secret, processes(lab)
    new = lab.kms.new_login()
    with Load(cluster, retry=False) as load:
        run = configure(login.with_secret(new))
    assert run.process.returncode == 0, run.output[-3000:]
    login.become(new)
    assert load.missed.failed == []
    assert all(after != before[host] for host, after in processes(lab).items())
    lab.kms.revoke(old)
    restart_all_kes()
    objects.becomes_readable(kept)
    assert objects.is_readable(objects.put())
    again = configure()
    assert (again.process.returncode, again.total("changed")) == (0, 0), again.output[-3000:]


def test_a_login_that_was_revoked_is_told_and_replaced(lab, objects, login, configure):
    kept = objects.put()
    lab.kms.revoke(login.secret)
    run = configure({"minio_kes_keys": ["minio-after-the-end"]})
    assert run.process.returncode != 0
    assert f"{login.variable}.credentials" in run.output or f"{login.variable}.approle" in run.output
    # what is in KES's memory goes on
    assert objects.is_readable(kept)
    login.become(lab.kms.new_login())
    run = configure({"minio_kes_keys": ["minio-after-the-end"]})
    assert run.process.returncode == 0, run.output[-3000:]
    assert objects.is_readable(kept)
    assert objects.is_readable(objects.put())
