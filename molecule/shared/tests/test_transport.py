# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a client sees, asked with tools that know nothing of the collection."""

from __future__ import annotations

testinfra_hosts = ["ansible://minio"]


def test_the_api_serves_tls_that_chains_to_the_private_ca(host):
    answer = host.run(
        "curl --silent --show-error --cacert /etc/minio/certs/CAs/hardening-minio-*.crt --write-out '%{http_code}' "
        "https://localhost:9000/minio/health/cluster"
    )
    assert answer.stdout == "200", answer.stderr


def test_plain_http_is_refused(host):
    assert "HTTP request to an HTTPS server" in host.run("curl --silent http://localhost:9000/").stdout


def test_tls_1_1_is_refused(host):
    command = "openssl s_client -connect localhost:9000 -tls1_1 -cipher 'DEFAULT@SECLEVEL=0' < /dev/null"
    assert "protocol version" in host.run(command).stderr


def test_a_domain_gets_its_own_certificate(host):
    shown = host.run(
        "openssl s_client -connect localhost:9000 -servername s3.lab.example < /dev/null | openssl x509 -noout -ext subjectAltName"
    )
    assert shown.stdout.split()[-1] == "DNS:s3.lab.example"


def test_keys_and_settings_belong_to_the_service_alone(host):
    for path, mode in {
        "/etc/minio/certs/private.key": 0o600,
        "/etc/minio/kes/client.key": 0o600,
        "/etc/minio/env.d/10-minio_server.env": 0o600,
        "/data": 0o700,
    }.items():
        assert host.file(path).mode == mode, path


def test_the_service_is_contained(host):
    pid = host.check_output("systemctl show --value --property MainPID minio")
    status = host.file(f"/proc/{pid}/status").content_string
    assert "Seccomp:\t2" in status
    assert "NoNewPrivs:\t1" in status
    assert "CapBnd:\t0000000000000000" in status


def test_no_secret_is_on_a_command_line(host):
    assert "planted-" not in host.check_output("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; true")
