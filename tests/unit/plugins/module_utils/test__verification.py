# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A CA that Go takes is taken, also where Python is stricter by itself."""

from __future__ import annotations

import ssl
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _http, _tls_probe
from ansible_collections.hardening.minio.plugins.module_utils._ldap import check
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client

from tests.certificates import Signer
from tests.listener import Listener

TIMEOUT = 10


def of_the_client(ca_path: str) -> ssl.SSLContext:
    auth = {"url": "https://minio1:9000", "access_key": "a", "secret_key": "s", "timeout": TIMEOUT}
    client = Client({**auth, "validate_certs": True, "ca_path": ca_path})
    return client._http.connection_pool_kw["ssl_context"]


CONTEXTS: dict[str, t.Callable[[str, str], ssl.SSLContext]] = {
    "KES and the like by file": lambda path, _pem: _http.context(ca_path=path),
    "KES and the like by text": lambda _path, pem: _http.context(ca_pem=pem),
    "health of the peers": lambda path, _pem: _tls_probe.trusting([path]),
    "LDAP": lambda _path, pem: check.trusting(None, [pem]),
    "API of MinIO": lambda path, _pem: of_the_client(path),
}


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make contexts as strict as from Python 3.13 on."""
    lenient = ssl.create_default_context

    def create(*arguments: t.Any, **options: t.Any) -> ssl.SSLContext:
        context = lenient(*arguments, **options)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr(ssl, "create_default_context", create)


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("use", CONTEXTS)
def test_a_ca_that_breaks_a_rule_which_go_does_not_know(tmp_path, use):
    ca = Signer("CA of an operator", critical=False)
    (tmp_path / "ca.crt").write_text(ca.pem)
    listener = Listener(tmp_path / "served", ca.issue(["minio1"], ["127.0.0.1"]))
    try:
        context = CONTEXTS[use](str(tmp_path / "ca.crt"), ca.pem)
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert _tls_probe.handshake(listener.address, context, TIMEOUT, "minio1")[1]
    finally:
        listener.stop()
