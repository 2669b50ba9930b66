# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client of the deployment, which tells whether it serves."""

from __future__ import annotations

import io

import pytest
import urllib3
from minio import Minio

BUCKET = "bad-days"


class Client:
    """Puts and gets objects, which the server encrypts, at one node or another."""

    def __init__(self, lab):
        self._lab = lab
        self._pool = urllib3.PoolManager(ca_certs=str(lab.ca), timeout=20, retries=False)

    def works_at(self, node):
        """Put an object and get it back at one node; raises what the server answers where it does not serve."""
        client = Minio(f"{self._lab.addresses[node]}:9000", *self._lab.credential, http_client=self._pool)
        if not client.bucket_exists(BUCKET):
            client.make_bucket(BUCKET)
        written = client.put_object(BUCKET, node, io.BytesIO(node.encode()), len(node))
        assert written.http_headers["X-Amz-Server-Side-Encryption"] == "aws:kms"
        answer = client.get_object(BUCKET, node)
        try:
            return answer.read() == node.encode()
        finally:
            answer.close()


@pytest.fixture(scope="session")
def client(lab):
    """Return a client with the root credential."""
    return Client(lab)


@pytest.fixture
def processes(lab):
    """Return a function that tells the main processes of all services."""

    def tell():
        units = {"minio": lab.hosts("minio"), "kes": lab.hosts("kes")}
        return {host: lab.pid(host, unit) for unit, hosts in units.items() for host in hosts}

    return tell
