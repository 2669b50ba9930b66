# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was theirs is as it was; what was missing is there."""

from __future__ import annotations

import pytest

testinfra_hosts = ["ansible://minio"]


@pytest.fixture
def pid(host):
    """Return the server's process id."""
    return host.check_output("systemctl show --value --property MainPID objectstore")


def test_their_files_are_untouched(host):
    assert host.run("sha256sum --check --quiet /root/theirs.sha256").rc == 0


def test_no_second_server_was_installed(host):
    assert not host.file("/usr/local/bin/minio").exists
    assert not host.file("/etc/systemd/system/minio.service").exists
    assert not host.user("minio-user").exists


def test_their_options_are_kept(host, pid):
    command = host.check_output(f"tr '\\0' ' ' < /proc/{pid}/cmdline")
    assert "--sftp=trusted-user-ca-key=/etc/sftp_users_ca.pub" in command
    assert "--console-address :9001" in command
    assert host.socket("tcp://0.0.0.0:8022").is_listening


def test_their_credential_is_kept(host, pid):
    assert "MINIO_ROOT_USER=their-root" in host.check_output(f"tr '\\0' '\\n' < /proc/{pid}/environ")


def test_metrics_need_a_token(host):
    command = "curl --silent --output /dev/null --write-out '%{http_code}' --cacert /etc/minio/certs/CAs/hardening-minio-*.crt"
    assert host.check_output(f"{command} https://localhost:9000/minio/v2/metrics/cluster") == "403"


def test_it_serves_tls_only(host):
    assert "HTTP request to an HTTPS server" in host.run("curl --silent http://localhost:9000/").stdout


def test_it_sees_nothing_in_homes(host, pid):
    assert host.file("/home/store/.bashrc").exists
    assert host.check_output(f"nsenter --mount --target {pid} find /home /root -type f") == ""


def test_it_may_write_to_its_drive_and_its_queue_only(host, pid):
    shown = host.check_output("systemctl show --value --property ReadWritePaths objectstore")
    assert shown.split() == ["/data", "-/var/spool/objectstore"]
    assert host.run(f"nsenter --mount --target {pid} touch /etc/planted").rc != 0


def test_its_account_has_no_shell_any_more(host):
    assert host.user("store").shell == "/usr/sbin/nologin"


def test_its_drive_is_its_own(host):
    assert host.file("/data").mode == 0o700
    assert host.file("/data").user == "store"


def test_exposure(host):
    shown = host.check_output("systemd-analyze security --no-pager objectstore").splitlines()[-1]
    assert float(shown.split(":")[1].split()[0]) <= 1.2
