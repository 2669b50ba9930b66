# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers on loopback for the tests of modules."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.servers.authority import Authority
from tests.integration.servers.kes import KesServer
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.openbao import OpenBao
from tests.integration.servers.slapd import Slapd

Start = t.Callable[..., MinioServer]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return the CA of all servers in this session."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def start_minio(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> t.Iterator[Start]:
    """Return a function that starts another MinIO server: start_minio(drives=4, environment={...}).

    All end with the session; close() ends one before.
    """
    servers: list[MinioServer] = []

    def start(drives: int = 4, environment: dict[str, str] | None = None) -> MinioServer:
        server = MinioServer(tmp_path_factory.mktemp("minio"), authority, drives, environment)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def minio(start_minio: Start) -> MinioServer:
    """Return a MinIO server without KMS that the tests of a session share: use names of your own in it."""
    return start_minio()


@pytest.fixture(scope="session")
def start_kes(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> t.Iterator[t.Callable[..., KesServer]]:
    """Return a function that starts another KES server: start_kes(settings={...}, environment={...}, vault={...})."""
    servers: list[KesServer] = []

    def start(
        settings: dict[str, t.Any] | None = None,
        environment: dict[str, str] | None = None,
        vault: dict[str, t.Any] | None = None,
    ) -> KesServer:
        server = KesServer(tmp_path_factory.mktemp("kes"), authority, settings, environment, vault)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def kes(start_kes: t.Callable[..., KesServer]) -> KesServer:
    """Return a KES server that the tests of a session share: use key names of your own in it."""
    return start_kes()


@pytest.fixture(scope="session")
def minio_kms(start_minio: Start, kes: KesServer) -> MinioServer:
    """Return a MinIO server connected to KES that encrypts everything; shared by the tests of a session."""
    return start_minio(environment={**kes.minio_environment, "MINIO_KMS_AUTO_ENCRYPTION": "on"})


@pytest.fixture(scope="session")
def start_openbao(
    tmp_path_factory: pytest.TempPathFactory, authority: Authority
) -> t.Iterator[t.Callable[..., OpenBao]]:
    """Return a function that starts another OpenBao server: start_openbao(client_certificates=True)."""
    servers: list[OpenBao] = []

    def start(client_certificates: bool = False) -> OpenBao:
        server = OpenBao(tmp_path_factory.mktemp("openbao"), authority, client_certificates)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def openbao(start_openbao: t.Callable[..., OpenBao]) -> OpenBao:
    """Return an OpenBao server that the tests of a session share: leave it unsealed."""
    return start_openbao()


@pytest.fixture(scope="session")
def start_slapd(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> t.Iterator[t.Callable[..., Slapd]]:
    """Return a function that starts another OpenLDAP server: start_slapd(domains=("ldap.example.net",))."""
    servers: list[Slapd] = []

    def start(**options: t.Any) -> Slapd:
        server = Slapd(tmp_path_factory.mktemp("slapd"), authority, **options)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def slapd(start_slapd: t.Callable[..., Slapd]) -> Slapd:
    """Return an OpenLDAP server that the tests of a session share: leave it running, and its entries as they are."""
    return start_slapd()
