# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real KES reads what is written for every key management system: it comes as far as to call nobody on loopback."""

from __future__ import annotations

import json
import pathlib
import re
import shutil
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.filter.kes_config import kes_config
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.integration.servers.authority import Authority
from tests.integration.servers.kes import identity_of
from tests.integration.servers.process import ServerProcess, free_port
from tests.kes_settings import MOST, Settings
from tests.lab import binaries

# what KES tells of the first call that it makes; Azure it calls for a key only
FIRST_CALLS = {
    "vault": 'Put "https://{nowhere}/v1/auth/machines/login": dial tcp {nowhere}: connect: connection refused',
    "aws": 'kes: keystore unreachable: Get "https://{nowhere}": dial tcp {nowhere}: connect: connection refused',
    "gcp": 'Get "https://secretmanager.googleapis.com": proxyconnect tcp: dial tcp {nowhere}: connect: connection refused',
    "fortanix": 'Get "https://{nowhere}/sys/v1/health": dial tcp {nowhere}: connect: connection refused',
    "ciphertrust": 'Post "https://{nowhere}/api/v1/auth/tokens": dial tcp {nowhere}: connect: connection refused',
}


@pytest.fixture
def nowhere() -> str:
    return f"127.0.0.1:{free_port()}"


def _private_key() -> str:
    key = rsa.generate_private_key(65537, 2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*form).decode()


def _settings(backend: str, nowhere: str, authority: Authority) -> Settings:
    """Return everything that a key management system takes, with a server where nobody listens and files that are real."""
    settings: Settings = json.loads(json.dumps(MOST[backend]))
    settings["ca"] = authority.certificate.read_text()
    if backend == "vault":
        client = authority.issue("settings-client", domains=(), ips=(), usages=("client",))
        settings.update(client_certificate=client.certificate.read_text(), client_key=client.key.read_text())
    if backend == "gcp":
        settings["credentials"]["private_key"] = _private_key()
    elif backend != "azure":
        settings["endpoint"] = f"https://{nowhere}"
    return settings


class Written(t.NamedTuple):
    """KES with a configuration that was written for it."""

    process: ServerProcess
    log: pathlib.Path

    def says(self) -> str:
        """Start it and return what it writes until it ends or serves."""
        try:
            self.process.start(lambda: "Server is up and running" in self.log.read_text(), 30)
        except RuntimeError:
            pass
        self.process.stop()
        return self.log.read_text()


def _written(folder: pathlib.Path, backend: str, settings: Settings, nowhere: str, authority: Authority) -> Written:
    server = authority.issue("settings-server")
    found = kes_config(
        settings,
        backend,
        address=f"127.0.0.1:{free_port()}",
        identities=[identity_of(server.certificate)],
        directory=str(folder),
    )
    for name in ("certs", "backend"):
        (folder / name).mkdir()
    shutil.copy(server.certificate, folder / "certs" / "server.crt")
    shutil.copy(server.key, folder / "certs" / "server.key")
    for entry in found["files"]:
        pathlib.Path(entry["path"]).write_text(entry.get("content") or entry["secret_content"])
    (folder / "config.yml").write_text(json.dumps(found["configuration"]))
    # so that nothing goes to Google or Microsoft; addresses of loopback are never asked of a proxy
    environment = {**found["environment"], "HTTPS_PROXY": f"http://{nowhere}"}
    program = [binaries.path("kes"), "server", "--config", folder / "config.yml"]
    return Written(ServerProcess(program, environment, folder / "kes.log"), folder / "kes.log")


@pytest.mark.parametrize("backend", sorted(FIRST_CALLS))
def test_kes_reads_everything_that_is_written(tmp_path, authority, nowhere, backend):
    kes = _written(tmp_path, backend, _settings(backend, nowhere, authority), nowhere, authority)
    assert FIRST_CALLS[backend].format(nowhere=nowhere) in kes.says()


@pytest.mark.parametrize("login", ["credentials", "managed_identity"])
def test_kes_starts_with_azure_and_calls_nobody(tmp_path, authority, nowhere, login):
    settings = _settings("azure", nowhere, authority)
    if login == "managed_identity":
        settings[login] = {"client_id": settings.pop("credentials")["client_id"]}
    said = _written(tmp_path, "azure", settings, nowhere, authority).says()
    assert "Azure KeyVault: https://kes-test.vault.azure.net\n" in said and "Server is up and running" in said


@pytest.mark.parametrize("backend", sorted(MOST))
def test_kes_misses_every_secret_that_is_not_there(tmp_path, authority, nowhere, backend):
    """The references of the configuration are read: without its variable, each ends the start."""
    kes = _written(tmp_path, backend, _settings(backend, nowhere, authority), nowhere, authority)
    names = [name for name in kes.process.environment if name.startswith("KES_")]
    assert names
    missing = set()
    for name in names:
        kes.log.write_text("")
        process = ServerProcess(kes.process.argv, {**kes.process.environment}, kes.log)
        del process.environment[name]
        said = re.search(
            r"referenced env. variable '(\w+)' in line '\d+' not found", kes._replace(process=process).says()
        )
        missing.add(said.group(1) if said else None)
    assert missing == set(names)
