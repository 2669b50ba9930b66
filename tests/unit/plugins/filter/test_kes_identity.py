# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""kes_identity against what OpenSSL makes of the same certificate."""

from __future__ import annotations

import hashlib
import subprocess

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.hardening.minio.plugins.filter.kes_identity import kes_identity


def openssl(*words: str, text: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *words], input=text, capture_output=True, check=True).stdout


@pytest.mark.parametrize("kind", [["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["rsa:2048"], ["ed25519"]])
def test_identity_is_the_sum_of_the_public_key(tmp_path, kind):
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    openssl("req", "-x509", "-newkey", *kind, "-nodes", "-subj", "/CN=x", "-keyout", str(key), "-out", str(certificate))
    public = openssl("x509", "-in", str(certificate), "-noout", "-pubkey")
    wanted = hashlib.sha256(openssl("pkey", "-pubin", "-outform", "DER", text=public)).hexdigest()
    assert kes_identity(certificate.read_text()) == wanted
    assert kes_identity(public.decode()) == wanted


@pytest.mark.parametrize("text", ["", "planted", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_what_is_neither_is_refused(text):
    with pytest.raises(AnsibleFilterError, match="the text given to kes_identity"):
        kes_identity(text)
