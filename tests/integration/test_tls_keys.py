# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""tls_keys: keys that stay on their host, requests for what is due, certificates that fit."""

from __future__ import annotations

import os
import pathlib
import stat

import pytest
from ansible_collections.hardening.minio.plugins.filter.ordered_requests import ordered_requests
from cryptography import x509

from . import module
from .servers.authority import Authority


@pytest.fixture
def authority(tmp_path: pathlib.Path) -> Authority:
    return Authority(tmp_path / "ca")


@pytest.fixture
def pair(tmp_path: pathlib.Path) -> dict:
    return {
        "name": "default",
        "private_key": str(tmp_path / "certs" / "private.key"),
        "certificate": str(tmp_path / "certs" / "public.crt"),
        "domains": ["minio1.example"],
        "ips": ["127.0.0.1"],
        "renew_before": 5,
    }


def place(pair: dict, issued) -> None:
    """Put a pair that the CA made in place of that of the node."""
    folder = pathlib.Path(pair["certificate"]).parent
    folder.mkdir(exist_ok=True)
    for source, target in ((issued.certificate, pair["certificate"]), (issued.key, pair["private_key"])):
        pathlib.Path(target).write_bytes(source.read_bytes())
        pathlib.Path(target).chmod(0o644 if source is issued.certificate else 0o600)


def requested(pair: dict, authority: Authority, **options) -> dict:
    options["authority"] = authority.certificate.read_text()
    return module.run("tls_keys", {"state": "requested", "pairs": [pair], **options})


def test_a_missing_key_is_made_and_stays(pair, authority):
    first = requested(pair, authority)
    assert [one["reason"] for one in first["requests"]] == ["there is no private key"]
    waiting = pathlib.Path(pair["private_key"] + ".new")
    assert stat.S_IMODE(waiting.stat().st_mode) == 0o600
    assert "PRIVATE KEY" not in first["_raw"]
    request = x509.load_pem_x509_csr(first["requests"][0]["request"].encode())
    assert request.is_signature_valid
    assert ordered_requests(first["requests"], [pair]) == first["requests"]


def test_check_mode_makes_nothing(pair, authority):
    result = module.run("tls_keys", {"state": "requested", "pairs": [pair]}, check=True)
    assert result["changed"] is True
    assert result["requests"][0]["request"] is None
    assert not pathlib.Path(pair["private_key"]).parent.exists()


def test_what_fits_is_left_alone(pair, authority):
    place(pair, authority.issue("fits", ["minio1.example"], ["127.0.0.1"], ["server"]))
    result = requested(pair, authority)
    assert (result["changed"], result["requests"], result["held"]) == (False, [], [])


@pytest.mark.parametrize(
    ("issued", "reason"),
    [
        ({"days": 3}, "in less than 5 days"),
        ({"domains": ["minio2.example"]}, "the certificate has other names or addresses"),
        ({"ips": ["127.0.0.1", "127.0.0.2"]}, "the certificate has other names or addresses"),
        ({"usages": ["server", "client"]}, "the certificate is for other usages"),
    ],
    ids=["ends soon", "other domain", "other address", "other usage"],
)
def test_what_does_not_do_is_asked_for_again(pair, authority, issued, reason):
    wanted = {"domains": ["minio1.example"], "ips": ["127.0.0.1"], "usages": ["server"]}
    place(pair, authority.issue("due", **{**wanted, **issued}))
    result = requested(pair, authority)
    assert reason in result["requests"][0]["reason"]


def test_names_are_compared_as_certificates_compare_them(pair, authority):
    place(pair, authority.issue("fits", ["minio1.example"], ["127.0.0.1", "::1"], ["server"]))
    pair.update(domains=["MinIO1.example"], ips=["0:0:0:0:0:0:0:1", "127.0.0.1"])
    assert requested(pair, authority)["changed"] is False


def test_a_new_ca_waits_for_the_peers(pair, authority, tmp_path):
    place(pair, authority.issue("old", ["minio1.example"], ["127.0.0.1"], ["server"]))
    new = Authority(tmp_path / "new")
    held = requested(pair, new, hold_new_issuers=True)
    assert (held["changed"], held["requests"], held["held"]) == (False, [], ["default"])
    due = requested(pair, new)
    assert [one["reason"] for one in due["requests"]] == ["the certificate is signed by another CA"]
    assert due["held"] == []


def test_a_provided_certificate_of_another_ca_waits_too(pair, authority, tmp_path):
    place(pair, authority.issue("old", ["minio1.example"], ["127.0.0.1"], ["server"]))
    # the same name, another key: only the key identifier tells the two CAs apart
    issued = Authority(tmp_path / "new").issue("new", ["minio1.example"], ["127.0.0.1"], ["server"])
    given = {
        **pair,
        "certificate_content": issued.certificate.read_text(),
        "private_key_content": issued.key.read_text(),
    }
    before = pathlib.Path(pair["certificate"]).read_text()
    held = module.run("tls_keys", {"state": "installed", "pairs": [given], "hold_new_issuers": True})
    assert (held["changed"], held["held"]) == (False, ["default"])
    assert pathlib.Path(pair["certificate"]).read_text() == before
    placed = module.run("tls_keys", {"state": "installed", "pairs": [given]})
    assert (placed["changed"], placed["held"]) == (True, [])
    assert pathlib.Path(pair["certificate"]).read_text() == issued.certificate.read_text()


def test_an_empty_line_behind_a_key_is_left_out(pair, authority):
    """MinIO does not start with one."""
    issued = authority.issue("lines")
    given = {
        **pair,
        "certificate_content": issued.certificate.read_text(),
        "private_key_content": issued.key.read_text() + "\n\n",
    }
    assert module.run("tls_keys", {"state": "installed", "pairs": [given]})["changed"]
    assert pathlib.Path(pair["private_key"]).read_text() == issued.key.read_text()
    assert not module.run("tls_keys", {"state": "installed", "pairs": [given]})["changed"]


def test_a_certificate_for_another_key_is_refused(pair, authority):
    one, other = authority.issue("one"), authority.issue("other")
    given = {**pair, "certificate_content": one.certificate.read_text(), "private_key_content": other.key.read_text()}
    result = module.run("tls_keys", {"state": "installed", "pairs": [given]})
    assert result["failed"]
    assert result["msg"] == "default: the certificate is not for the private key, give the two that belong together"
    assert not pathlib.Path(pair["certificate"]).exists()


@pytest.fixture
def restrictive():
    """A umask as hardened hosts have it."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.usefixtures("restrictive")
def test_a_directory_is_for_all_to_enter_whatever_the_umask_is(pair, tmp_path):
    assert module.run("tls_keys", {"state": "requested", "pairs": [pair]})["changed"]
    assert stat.S_IMODE((tmp_path / "certs").stat().st_mode) == 0o755
