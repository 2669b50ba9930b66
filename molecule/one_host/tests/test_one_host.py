# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""MinIO and KES on one host: each keeps to itself, and they find each other after a boot."""

from __future__ import annotations

import io
import ssl

import minio
import pytest
import urllib3

testinfra_hosts = ["ansible://minio1"]


@pytest.fixture
def client(lab):
    """Return a client of the deployment that works as root."""
    pool = urllib3.PoolManager(ssl_context=ssl.create_default_context(cafile=str(lab.ca)), retries=False, timeout=30)
    return minio.Minio(
        lab.node_addresses()[0], *lab.credential, region="us-east-1", secure=True, http_client=pool,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("minio-user", "/etc/kes/kes.env"),
        ("minio-user", "/etc/kes/config.yml"),
        ("kes", "/etc/minio/env.d/10-minio_server.env"),
        ("kes", "/etc/minio/kes/client.key"),
        ("kes", "/data/.minio.sys"),
    ],
)
def test_neither_account_reads_what_is_the_other_s(host, account, path):
    assert host.file(path).exists
    assert host.run(f"runuser --user {account} -- test -r {path}").rc == 1


def test_they_find_each_other_whoever_starts_first(host, client, wait):
    for order in ("minio kes", "kes minio"):
        for service in order.split():
            host.check_output(f"systemctl stop {service}")
        for service in order.split():
            host.check_output(f"systemctl start --no-block {service}")
        wait(client.list_buckets)
        bucket = order.replace(" ", "-")
        client.make_bucket(bucket)
        client.put_object(bucket, "started", io.BytesIO(b"started"), 7)
        stored = client.stat_object(bucket, "started")
        assert stored.metadata["x-amz-server-side-encryption"] == "aws:kms"
        client.remove_object(bucket, "started")
        client.remove_bucket(bucket)


@pytest.mark.parametrize(("port", "reached"), [(22, True), (7373, False), (9000, False)])
def test_another_host_reaches_neither(lab, port, reached):
    (other,) = lab.hosts("kms")
    tried = lab.ssh(other, f"timeout 3 bash -c '< /dev/tcp/{lab.addresses['minio1']}/{port}'")
    assert (tried.returncode == 0) == reached
