# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a listener shows: a chain that ends at a trusted CA or not, an answer to whoever asks or to nobody."""

from __future__ import annotations

import pathlib

from ansible_collections.hardening.minio.plugins.module_utils import _tls_probe

from tests.certificates import Signer
from tests.integration.servers.kes import KesServer
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
    address = ("127.0.0.1", free_port())
    assert _tls_probe.chains_to(address, [], TIMEOUT) is None
    assert _tls_probe.answer(address, TIMEOUT) is _tls_probe.answer(address, TIMEOUT, _tls_probe.unverified()) is None


def test_who_is_answered(minio: MinioServer, kes: KesServer):
    address = ("127.0.0.1", minio.port)
    assert (_tls_probe.answer(address, TIMEOUT, _tls_probe.unverified()) or b"").startswith(b"HTTP/1.1 200")
    assert _tls_probe.plaintext(address, TIMEOUT) is False
    # it wants a certificate of whoever asks
    assert _tls_probe.answer(("127.0.0.1", kes.port), TIMEOUT, _tls_probe.unverified(), "/version") == b""
