# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A domain's certificate: the service may read it, and the role says where a real MinIO does not serve it."""

from __future__ import annotations

import grp
import json
import os
import pathlib
import stat
import typing as t

import pytest

from tests.certificates import Signer
from tests.integration import playbook
from tests.integration.servers.minio import MinioServer
from tests.listener import place

DOMAIN, FORMER = "s3.example.net", "former.example.net"
CA = Signer("CA")
SYSTEMCTL = '#!/bin/sh\ntest "$1" = show && cat {}\n'
"""What the host of a test has in place of systemd's: one unit, which runs."""


def play(folder: pathlib.Path, tasks_from: str, **variables: t.Any) -> t.Any:
    """Run one of the task files of minio_tls on this host, with these variables."""
    entry = {"ansible.builtin.include_role": {"name": "hardening.minio.minio_tls", "tasks_from": tasks_from}}
    plays = [{"hosts": "minio1", "gather_facts": False, "vars": variables, "tasks": [entry]}]
    (folder / "play.yml").write_text(json.dumps(plays))
    (folder / "hosts").write_text(
        "minio1 ansible_connection=local ansible_python_interpreter={{ansible_playbook_python}}"
    )
    return playbook.run(folder, "-i", "hosts", "play.yml")


def test_the_service_may_read_a_domain_whatever_the_umask_is(tmp_path):
    group = next(one for one in grp.getgrall() if one.gr_gid)
    certs = tmp_path / "certs"
    before = os.umask(0o077)
    try:
        # as a run left it before the directory had a mode of its own
        place(certs / FORMER, CA.issue([FORMER]))
        finished = play(
            tmp_path,
            "provided",
            __minio_deployment={"certs_dir": str(certs), "user": "root", "group": group.gr_name},
            __minio_tls_hold=False,
            minio_tls_certificates=[{"name": name, **CA.issue([name])} for name in (DOMAIN, FORMER)],
        )
    finally:
        os.umask(before)
    assert finished.returncode == 0, finished.stdout
    for name in (DOMAIN, FORMER):
        status = (certs / name).stat()
        assert (stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid) == (0o750, 0, group.gr_gid)


@pytest.fixture
def server(start_minio: t.Callable[[], MinioServer], tmp_path, monkeypatch) -> t.Iterator[MinioServer]:
    """Return a MinIO of the test's own, which systemctl takes for a unit."""
    found = start_minio()
    words, given = (
        pathlib.Path(f"/proc/{found.pid}/{name}").read_text().split("\0")[:-1] for name in ("cmdline", "environ")
    )
    shown = {
        "Id": "minio.service",
        "ActiveState": "active",
        "MainPID": str(found.pid),
        "Environment": " ".join(f'"{word}"' for word in given),
        "ExecStart": f"{{ path={words[0]} ; argv[]={' '.join(words)} ; ignore_errors=no }}",
    }
    (tmp_path / "shown").write_text("".join(f"{name}={value}\n" for name, value in shown.items()))
    script = tmp_path / "bin" / "systemctl"
    script.parent.mkdir()
    script.write_text(SYSTEMCTL.format(tmp_path / "shown"))
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
    yield found
    found.close()


def test_a_domain_that_is_not_served_is_told(server, tmp_path):
    finished = play(tmp_path, "verify", __minio_deployment={"unit": "minio"})
    assert finished.returncode == 0, finished.stdout
    place(server.certs_dir / DOMAIN, CA.issue([DOMAIN]))
    finished = play(tmp_path, "verify", __minio_deployment={"unit": "minio"})
    assert finished.returncode != 0
    told = (
        f"minio1 does not serve its certificates: {server.certs_dir}/{DOMAIN}/public.crt is not the certificate served"
    )
    assert f"{told} for {DOMAIN}" in " ".join(finished.stdout.split())
