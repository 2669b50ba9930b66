# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the chain that a listener shows ends at a CA that is trusted: by the server, or by the system."""

from __future__ import annotations

import pathlib

from ansible_collections.hardening.minio.plugins.module_utils import _tls_probe

from tests.certificates import Signer
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.process import free_port

TIMEOUT = 60


def test_a_ca_of_the_server_does(minio: MinioServer, tmp_path: pathlib.Path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    address = ("127.0.0.1", minio.port)
    assert _tls_probe.chains_to(address, [str(minio.certs_dir / "CAs")], TIMEOUT) is True
    assert _tls_probe.chains_to(address, [str(minio.certs_dir / "public.crt")], TIMEOUT) is True
    assert _tls_probe.chains_to(address, [], TIMEOUT) is False


def test_so_does_one_of_the_system(minio: MinioServer, tmp_path: pathlib.Path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(minio.ca_path))
    stranger = tmp_path / "stranger.crt"
    stranger.write_text(Signer("stranger").pem)
    assert _tls_probe.chains_to(("127.0.0.1", minio.port), [str(stranger)], TIMEOUT) is True


def test_without_an_answer_nothing_is_known():
    assert _tls_probe.chains_to(("127.0.0.1", free_port()), [], TIMEOUT) is None
