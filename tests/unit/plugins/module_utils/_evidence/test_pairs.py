# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A pair on disk: whether the key fits is known where it lies, and nothing but certificates is passed on."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import pairs

from tests.certificates import Signer, as_openssl_writes_it, make_key, pem

KINDS = ["ecdsa-p256", "ecdsa-p384", "ecdsa-p521", "ed25519", "rsa-1024", "rsa-2048", "rsa-huge"]


@pytest.fixture(scope="module")
def ca() -> Signer:
    return Signer("throw-away CA")


def look(folder: pathlib.Path, certificate: str, key: str | None) -> dict:
    (folder / "public.crt").write_text(certificate)
    if key is not None:
        (folder / "private.key").write_text(key)
    return pairs.describe(str(folder / "public.crt"), str(folder / "private.key"), 0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_fits(tmp_path: pathlib.Path, ca: Signer, kind: str) -> None:
    pair = ca.issue(["s3.example.net"], key=make_key(kind))
    found = look(tmp_path, pair["certificate"], pair["private_key"])
    assert (found["matches"], found["problem"], found["pem"]) == (True, None, pair["certificate"])


def test_as_openssl_writes_it(tmp_path: pathlib.Path, ca: Signer) -> None:
    key = make_key("ecdsa-p256")
    found = look(tmp_path, ca.issue(key=key)["certificate"], as_openssl_writes_it(key))
    assert (found["matches"], found["problem"]) == (True, None)


@pytest.mark.parametrize("kind", ["ecdsa-p256", "ecdsa-p384", "ed25519", "rsa-2048"])
def test_another_key_does_not(tmp_path: pathlib.Path, ca: Signer, kind: str) -> None:
    found = look(tmp_path, ca.issue()["certificate"], pem(make_key(kind)))
    assert (found["matches"], found["problem"]) == (False, None)


def test_a_weak_or_expired_certificate_has_its_key_all_the_same(tmp_path: pathlib.Path, ca: Signer) -> None:
    pair = ca.issue(key=make_key("rsa-1024"), begin=-20, end=-10)
    assert look(tmp_path, pair["certificate"], pair["private_key"])["matches"] is True


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_is_none(tmp_path: pathlib.Path, ca: Signer, text: str) -> None:
    found = look(tmp_path, ca.issue()["certificate"], text)
    assert found["matches"] is None
    assert found["problem"].startswith(f"{tmp_path}/private.key holds no private key in PEM form that can be opened")


def test_a_key_with_a_passphrase_asks_nobody(tmp_path: pathlib.Path, ca: Signer) -> None:
    key = make_key("ecdsa-p256")
    found = look(tmp_path, ca.issue(key=key)["certificate"], pem(key, b"planted-passphrase"))
    assert found["matches"] is None
    assert "without another passphrase" in found["problem"]


def test_a_key_that_is_not_there(tmp_path: pathlib.Path, ca: Signer) -> None:
    found = look(tmp_path, ca.issue()["certificate"], None)
    assert (found["private"], found["mode"], found["matches"]) == (None, None, None)
    assert f"{tmp_path}/private.key" in found["problem"]


def test_a_key_in_the_file_of_the_certificate_stays_there(tmp_path: pathlib.Path, ca: Signer) -> None:
    pair = ca.issue()
    both = f"# {pair['private_key']}{pair['certificate']}{pair['private_key']}"
    found = look(tmp_path, both, pair["private_key"])
    assert (found["pem"], found["matches"]) == (pair["certificate"], True)


def test_a_key_behind_a_certificate_without_its_end_stays_there(tmp_path: pathlib.Path, ca: Signer) -> None:
    pair = ca.issue()
    broken = pair["certificate"].partition("-----END")[0]
    found = look(tmp_path, broken + pair["private_key"] + pair["certificate"], pair["private_key"])
    assert found["pem"] == pair["certificate"]


def test_authorities(tmp_path: pathlib.Path, ca: Signer) -> None:
    (tmp_path / "b.crt").write_text(f"{ca.pem}{pem(ca.key)}")
    (tmp_path / "a.txt").write_text("nothing")
    (tmp_path / "folder").mkdir()
    text, certificate, folder = pairs.authorities(str(tmp_path))
    assert text == {"path": f"{tmp_path}/a.txt", "pem": "", "problem": None}
    assert certificate == {"path": f"{tmp_path}/b.crt", "pem": ca.pem, "problem": None}
    assert folder["pem"] is None and "Is a directory" in folder["problem"]
    assert pairs.authorities(str(tmp_path / "b.crt")) == [certificate]
    assert pairs.authorities(str(tmp_path / "none")) == pairs.authorities("") == []
