# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys move to another engine as docs/moving-keys.md says, and back."""

from __future__ import annotations

import json

import pytest

from tests.bench.load import Load

ENGINE = "moved"
WORK = "/root/move"
TO = {
    "version": "v1",
    "admin": {"identity": "disabled"},
    "tls": {"key": "/etc/kes/certs/server.key", "cert": "/etc/kes/certs/server.crt"},
}
MIGRATE = (
    "systemd-run --pipe --wait --collect --property=EnvironmentFile=/etc/kes/kes.env "
    f"--property=EnvironmentFile={WORK}/to.env /usr/local/bin/kes migrate --from /etc/kes/config.yml --to {WORK}/to.yml 'minio-*'"
)


def migrate(lab, host, settings):
    """Do on a KES host what the page says."""
    vault = {
        **{name: settings[name] for name in ("endpoint", "engine", "version", "prefix")},
        "approle": {"id": "${NEW_ID}", "secret": "${NEW_SECRET}"},
        "tls": {"ca": f"{WORK}/ca.crt"},
    }
    files = {
        "to.yml": json.dumps({**TO, "keystore": {"vault": vault}}),
        "to.env": f"NEW_ID={settings['approle']['id']}\nNEW_SECRET={settings['approle']['secret']}\n",
        "ca.crt": settings["ca"],
    }
    lab.on(host, f"install -d -m 700 {WORK}")
    for name, text in files.items():
        lab.on(host, f"umask 077; cat > {WORK}/{name}", text)
    try:
        return lab.on(host, MIGRATE)
    finally:
        lab.on(host, f"rm -r {WORK}")


@pytest.fixture
def moved(lab, login):
    """Return the variables that have KES look into another engine, to which the login has rights."""
    lab.kms.add_engine(ENGINE)
    return {login.variable: {**lab.kms.settings(login.secret), "engine": ENGINE}}


def test_keys_move_once_they_are_there(lab, cluster, objects, login, configure, moved):
    kept, before = objects.put(), [lab.pid(host, "kes") for host in lab.hosts("kes")]
    for check in (["--check"], []):
        refused = configure(moved, *check)
        assert refused.process.returncode != 0 and refused.total("changed") == 0
        assert "minio-default missing there" in refused.output.replace("\n", " ")
    assert [lab.pid(host, "kes") for host in lab.hosts("kes")] == before

    first = lab.hosts("kes")[0]
    assert "successfully" in migrate(lab, first, moved[login.variable])
    with Load(cluster, retry=False) as load:
        run = configure(moved)
    assert run.process.returncode == 0, run.output[-3000:]
    assert load.missed.failed == []
    again = configure(moved)
    assert (again.process.returncode, again.total("changed")) == (0, 0), again.output[-3000:]
    for host in lab.hosts("kes"):
        assert f'"{ENGINE}"' in lab.on(host, "cat /etc/kes/config.yml")
        assert "kes-trial" not in lab.on(host, "ls /run").split()
    objects.becomes_readable(kept)
    later = objects.put()
    back = configure()
    assert back.process.returncode == 0, back.output[-3000:]
    objects.becomes_readable(kept)
    objects.becomes_readable(later)
