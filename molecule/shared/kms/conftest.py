# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client whose objects are encrypted under keys of the key management system, and the login that KES has there."""

from __future__ import annotations

import contextlib
import io
import json
import time
import uuid

import pytest
import urllib3
from minio import Minio
from minio.error import S3Error

from tests.bench.load import Cluster

BUCKET = "kms"
LEFT_ALONE = 31
"""Seconds for which MinIO asks no KES that it has missed."""
PATIENCE = 300
"""Seconds until what has to come by itself is taken for not coming."""
RULES = (
    "table inet blackout {{ chain input {{ type filter hook input priority -10; tcp dport {{ {ports} }} drop; }}; }}"
)


class Objects:
    """Objects of the deployment."""

    def __init__(self, cluster):
        pool = urllib3.PoolManager(ca_certs=cluster.ca, timeout=60, retries=False)
        self._client = Minio(cluster.nodes[0], cluster.access_key, cluster.secret_key, http_client=pool)
        if not self._client.bucket_exists(BUCKET):
            self._client.make_bucket(BUCKET)

    def put(self):
        """Put an object, which the server has to encrypt, and return its name."""
        name = str(uuid.uuid4())
        written = self._client.put_object(BUCKET, name, io.BytesIO(name.encode()), len(name))
        assert written.http_headers["X-Amz-Server-Side-Encryption"] == "aws:kms"
        return name

    def is_readable(self, name):
        """Tell whether an object comes back as it was put; raises what the server answers where it does not."""
        answer = self._client.get_object(BUCKET, name)
        try:
            return answer.read() == name.encode()
        finally:
            answer.close()

    def becomes_readable(self, name):
        """Wait until an object comes back: MinIO may leave every KES alone for a while."""
        self._wait(lambda: self.is_readable(name), True)

    def becomes_unreadable(self, name):
        """Wait until an object does not come back any more."""
        self._wait(lambda: self.is_readable(name), False)

    @staticmethod
    def _wait(is_readable, wanted):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                readable = is_readable()
            except (S3Error, OSError, urllib3.exceptions.HTTPError):
                readable = False
            if readable is wanted:
                return
            assert time.monotonic() < deadline, f"readable: {readable}"
            time.sleep(0.5)

    def is_in_memory(self, name):
        """Have every KES take the key of an object into its memory: MinIO asks any of them."""
        for _time in range(16):
            assert self.is_readable(name)


class Login:
    """What KES logs in with, as the operator has it."""

    def __init__(self, lab):
        self._lab, self._path = lab, lab.home / "kms.json"
        self.variable = f"minio_kes_{lab.kms.backend}"

    @property
    def secret(self):
        """The secret of the login."""
        return json.loads(self._path.read_text())["secret"]

    def with_secret(self, secret):
        """Return the variables with another secret."""
        return {self.variable: self._lab.kms.settings(secret)}

    def become(self, secret):
        """Have the operator use another secret from now on."""
        kept = json.loads(self._path.read_text())
        self._path.write_text(json.dumps({**kept, "secret": secret, "settings": self._lab.kms.settings(secret)}))


@pytest.fixture(scope="session")
def cluster(lab):
    """Return how a client reaches the deployment."""
    return Cluster(lab.node_addresses(), *lab.credential, str(lab.ca))


@pytest.fixture(scope="session")
def objects(cluster):
    """Return the objects of the deployment."""
    return Objects(cluster)


@pytest.fixture(scope="session")
def login(lab):
    """Return the login of KES."""
    return Login(lab)


@pytest.fixture
def restart_all_kes(lab):
    """Return a function that restarts every KES; MinIO may leave them alone for a while."""

    def restart():
        for host in lab.hosts("kes"):
            lab.on(host, "systemctl restart kes")

    return restart


@pytest.fixture
def configure(lab):
    """Return a function that runs the role minio_kes on the deployment with variables over the operator's."""

    def run(variables=None, *options):
        return lab.play("hardening.minio.secure_minio", "--tags=minio_kes", *options, variables=variables).finish()

    return run


@pytest.fixture
def outage(lab):
    """Return a context in which nothing reaches the key management system: what is sent there is dropped."""
    rules = RULES.format(ports="443, 8200")

    @contextlib.contextmanager
    def during():
        lab.on(lab.kms.host, f"nft '{rules}'")
        try:
            yield
        finally:
            lab.on(lab.kms.host, "nft delete table inet blackout")

    return during
