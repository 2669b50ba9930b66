# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What another root credential does to everything that the server keeps: the guide on identity says so."""

from __future__ import annotations

import typing as t

import minio.credentials
import minio.error
import pytest
import urllib3

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer

USER = {"access_key": "q-user", "secret_key": "planted-user-1"}
KEY = {"access_key": "q-key", "secret_key": "planted-key-1"}
OF_ROOT = {"access_key": "q-of-root", "secret_key": "planted-of-root"}


@pytest.fixture(params=["in clear", "encrypted"])
def server(request, start_minio: t.Callable[..., MinioServer], kes) -> t.Iterator[MinioServer]:
    """Return a server with a user, an access key of it and one of root; without a KMS and with one."""
    made = start_minio(drives=1, environment=kes.minio_environment if request.param == "encrypted" else None)
    Api("minio_user", made).ok(users=[{"name": USER["access_key"], "secret_key": USER["secret_key"]}])
    Api("minio_policy_attachment", made).ok(attachments=[{"user": "q-user", "policies": ["consoleAdmin"]}])
    Api("minio_service_account", made).ok(
        service_accounts=[{**KEY, "parent": "q-user"}, {**OF_ROOT, "parent": made.access_key}]
    )
    yield made
    made.close()


class Session:
    """Temporary credentials of the user, as STS gives them."""

    def __init__(self, server: MinioServer) -> None:
        pool = urllib3.PoolManager(ca_certs=str(server.ca_path), retries=False)
        given = minio.credentials.AssumeRoleProvider(sts_endpoint=server.url, http_client=pool, **USER).retrieve()
        self._client = minio.Minio(
            endpoint=server.url.removeprefix("https://"),
            access_key=given.access_key,
            secret_key=given.secret_key,
            session_token=given.session_token,
            http_client=pool,
        )

    def buckets(self) -> list[t.Any]:
        return self._client.list_buckets()


def told(server: MinioServer, credential: dict[str, str]) -> tuple[str, bool]:
    facts = Api("minio_credential_info", server).ok(**credential)["credential"]
    return facts["state"], facts["administers"]


def test_another_secret(server):
    session = Session(server)
    assert session.buckets() == []
    old = {"access_key": server.access_key, "secret_key": server.secret_key}
    server.secret_key = "planted-another-root-secret"
    server.restart()
    assert told(server, old) == ("wrong_secret", False)
    for credential in ({}, USER, KEY, OF_ROOT):
        assert told(server, credential) == ("accepted", True), credential
    with pytest.raises(minio.error.S3Error, match="InvalidAccessKeyId"):
        session.buckets()
    assert Session(server).buckets() == []


def test_another_name(server):
    before = Api("minio_credential_info", server).ok(**USER)["credential"]["root_access_keys"]
    assert [key["access_key"] for key in before] == ["q-of-root"]
    server.access_key = "another-root"
    server.restart()
    for credential in ({}, USER, KEY):
        assert told(server, credential) == ("accepted", True), credential
    assert told(server, OF_ROOT) == ("accepted", False)
    assert Api("minio_credential_info", server).ok(**USER)["credential"]["root_access_keys"] == []


def test_root_access_off_refuses_the_keys_of_root_as_well(server):
    server.restart({**server.environment, "MINIO_API_ROOT_ACCESS": "off"})
    for credential in ({}, OF_ROOT):
        assert told(server, credential) == ("disabled", False), credential
    for credential in (USER, KEY):
        assert told(server, credential) == ("accepted", True), credential
