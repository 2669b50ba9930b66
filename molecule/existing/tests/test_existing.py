# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was theirs is as it was; what was missing is there."""

from __future__ import annotations

import pytest

testinfra_hosts = ["ansible://minio"]
ANSWER = (
    "curl --silent --output /dev/null --write-out '%{http_code}' --cacert /etc/minio/certs/CAs/hardening-minio-*.crt"
)


@pytest.fixture
def pid(host):
    """Return the server's process id."""
    return host.check_output("systemctl show --value --property MainPID minio")


@pytest.fixture
def environment(host, pid):
    """Return the variables that the server was started with."""
    lines = host.check_output(f"tr '\\0' '\\n' < /proc/{pid}/environ").splitlines()
    return dict(line.partition("=")[::2] for line in lines)


def test_their_files_are_untouched(host):
    assert host.run("sha256sum --check --quiet /root/theirs.sha256").rc == 0


def test_their_options_are_kept(host, pid):
    command = host.check_output(f"tr '\\0' ' ' < /proc/{pid}/cmdline")
    assert "--sftp=trusted-user-ca-key=/etc/minio-sftp/users_ca.pub" in command
    assert "--console-address 127.0.0.1:9001" in command
    assert host.socket("tcp://0.0.0.0:8022").is_listening


def test_their_volumes_are_kept_with_tls(environment):
    assert environment["MINIO_VOLUMES"] == "https://minio{1...4}:9000/data"


def test_their_credential_is_kept(environment):
    assert environment["MINIO_ROOT_USER"] == "their-root"


def test_the_console_calls_the_server_with_tls(environment):
    assert environment["MINIO_SERVER_URL"] == "https://minio1:9000"


def test_the_console_is_where_it_was(host):
    assert host.check_output(f"{ANSWER} https://localhost:9001/") == "200"
    assert not host.socket("tcp://0.0.0.0:9001").is_listening


def test_metrics_need_a_token(host):
    assert host.check_output(f"{ANSWER} https://localhost:9000/minio/v2/metrics/cluster") == "403"


def test_it_sees_nothing_in_homes(host, pid):
    assert host.file("/home/minio-user/.bashrc").exists
    assert host.check_output(f"nsenter --mount --target {pid} find /home /root -type f") == ""


def test_it_may_write_to_its_drive_and_its_queue_only(host, pid):
    shown = host.check_output("systemctl show --value --property ReadWritePaths minio")
    assert shown.split() == ["/data", "-/var/spool/minio"]
    assert host.run(f"nsenter --mount --target {pid} touch /etc/planted").rc != 0


def test_its_account_has_no_shell_any_more(host):
    assert host.user("minio-user").shell == "/usr/sbin/nologin"


def test_its_drive_is_its_own(host):
    assert host.file("/data").mode == 0o700
    assert host.file("/data").user == "minio-user"


def test_exposure(host):
    shown = host.check_output("systemd-analyze security --no-pager minio").splitlines()[-1]
    assert float(shown.split(":")[1].split()[0]) <= 1.2
