# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a host has found of certificates is read on the controller, and one that is broken hides no other topic."""

from __future__ import annotations

import base64
import ssl
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils import _certificates

from tests.certificates import Signer

HOST = {"name": "minio1", "addresses": ["192.0.2.11"]}
BROKEN = f"{ssl.PEM_HEADER}\nAAAA\n{ssl.PEM_FOOTER}\n"


@pytest.fixture(scope="module")
def ca() -> Signer:
    return Signer("throw-away CA")


def pair(text: str | None, **changes: t.Any) -> dict:
    facts = {"path": "/c/public.crt", "private_key": "/c/private.key", "pem": text, "matches": True, "private": True}
    return {**facts, "mode": "0600", "owner": "minio", "problem": None, **changes}


def listener(text: str | None) -> dict:
    der = text and base64.b64encode(ssl.PEM_cert_to_DER_cert(text)).decode()
    return {"address": "127.0.0.1:9000", "tls": der is not None, "der": der, "trusted": True}


def tls(ca: Signer, default: str, domain: str, stored: str) -> dict:
    return {
        "api": listener(default),
        "console": None,
        "pairs": [pair(stored, domain="", served=True), pair(domain, domain="s3.example.net", served=True)],
        "store": {
            "path": "/c/CAs",
            "protected": True,
            "files": [
                {"path": "/c/CAs/ca.crt", "pem": ca.pem, "problem": None},
                {"path": "/c/CAs/leaf.crt", "pem": default, "problem": None},
                {"path": "/c/CAs/empty", "pem": "", "problem": None},
                {"path": "/c/CAs/folder", "pem": None, "problem": "it is a directory"},
            ],
        },
        "domains": {"": listener(default)["der"], "s3.example.net": listener(domain)["der"], "down": None},
    }


@pytest.fixture
def found(ca: Signer) -> dict:
    default = ca.issue(["minio1"], ["192.0.2.11"])["certificate"]
    domain = ca.issue(["s3.example.net"])["certificate"]
    evidence = {"host": HOST, "tls": tls(ca, default, domain, default), "firewall": {"active": True}, "kes": None}
    return _certificates.described(evidence)


def test_what_has_no_certificates_is_as_it_was(found: dict) -> None:
    assert (found["host"], found["firewall"], found["kes"]) == (HOST, {"active": True}, None)


def test_listeners(found: dict) -> None:
    api = found["tls"]["api"]
    assert (api["names_host"], api["strong"], api["certificate"]["domains"]) == (True, True, ["minio1"])
    assert "der" not in api
    assert found["tls"]["console"] is None


@pytest.mark.parametrize(
    ("host", "own_hosts", "names", "addresses", "expected"),
    [
        ("minio1", [], ["minio1"], [], True),
        ("minio1.example.net", [], ["*.example.net"], [], True),
        ("minio1", [], ["*.example.net"], [], False),
        ("minio1", ["minio1.example.net"], ["*.example.net"], [], True),
        ("minio1", ["minio1.example.net"], ["minio1.example.net"], [], True),
        ("minio1", ["198.51.100.7"], ["other"], ["198.51.100.7"], True),
        ("minio1", ["minio1.example.net"], ["minio2.example.net"], ["192.0.2.12"], False),
    ],
)
def test_a_node_is_named_by_what_it_or_its_volumes_call_it(
    ca: Signer, host: str, own_hosts: list[str], names: list[str], addresses: list[str], expected: bool
) -> None:
    certificate = ca.issue(names, addresses)["certificate"]
    evidence = {
        "host": {**HOST, "name": host},
        "minio": {"own_hosts": own_hosts},
        "tls": tls(ca, certificate, certificate, certificate),
    }
    found = _certificates.described(evidence)["tls"]
    assert (found["api"]["names_host"], found["pairs"][0]["names"]) == (expected, expected)


def test_pairs(found: dict) -> None:
    default, domain = found["tls"]["pairs"]
    for one in (default, domain):
        assert (one["names"], one["server"], one["trusted"], one["strong"], one["problem"]) == (
            True,
            True,
            True,
            True,
            None,
        )
        assert not {"pem", "domain"} & set(one)
    assert found["tls"]["shared_keys"] == []


def test_store(found: dict) -> None:
    store = found["tls"]["store"]
    assert [one["path"] for one in store["authorities"]] == ["/c/CAs/ca.crt", "/c/CAs/leaf.crt"]
    assert store["problems"] == [
        "/c/CAs/leaf.crt is no CA: CN=default",
        "/c/CAs/empty holds no certificate in PEM form",
        "it is a directory",
    ]


def test_domains(found: dict) -> None:
    assert found["tls"]["domains"] == [{"name": "s3.example.net", "own": True}, {"name": "down", "own": False}]


def test_the_same_key_twice(ca: Signer) -> None:
    default = ca.issue(["minio1"])["certificate"]
    found = _certificates.described({"host": HOST, "tls": tls(ca, default, default, default)})["tls"]
    assert found["shared_keys"] == [["/c/public.crt", "/c/public.crt"]]
    assert found["domains"][0] == {"name": "s3.example.net", "own": False}


@pytest.mark.parametrize(("text", "said"), [(BROKEN, "cannot be read"), ("", "holds no certificate in PEM form")])
def test_a_broken_certificate_is_told(ca: Signer, text: str, said: str) -> None:
    default = ca.issue(["minio1"])["certificate"]
    stored = _certificates.described({"host": HOST, "tls": tls(ca, default, default, text)})["tls"]["pairs"][0]
    assert (stored["certificate"], stored["matches"], stored["names"]) == (None, None, False)
    assert said in stored["problem"]


def test_what_the_host_could_not_read_is_told(ca: Signer) -> None:
    client = {**pair(None, matches=None, problem="permission denied"), "authorities": [], "servers": []}
    told = _certificates.described({"host": HOST, "kes_client": client})["kes_client"]
    assert (told["certificate"], told["trusted"], told["problem"]) == (None, None, "permission denied")


def test_of_kes_the_file_that_it_serves_is_its_chain(ca: Signer) -> None:
    chain = Signer("middle", above=ca).issue(["kes1"])["certificate"]
    other = ca.issue(["kes1"])["certificate"]
    for served, trusted in ((chain, True), (other, False)):
        leaf = served[: served.index(ssl.PEM_FOOTER) + len(ssl.PEM_FOOTER)]
        kes = {"pair": pair(chain), "tls": {**listener(leaf), "anonymous": False}}
        told = _certificates.described({"host": HOST, "kes": kes})["kes"]
        assert (told["tls"]["trusted"], told["pair"]["trusted"]) == (trusted, True)
    nothing = {"pair": None, "tls": {**listener(None), "anonymous": None}}
    assert _certificates.described({"host": None, "kes": nothing})["kes"]["tls"]["trusted"] is False


def test_one_topic_that_breaks_hides_no_other(ca: Signer) -> None:
    evidence = {"host": HOST, "tls": {"api": {}}, "kes_client": {"error": "it broke"}, "kes": {}}
    found = _certificates.described(evidence)
    assert found["tls"] == {"error": "the certificates of tls cannot be described (KeyError)"}
    assert (found["kes_client"], found["host"]) == ({"error": "it broke"}, HOST)


def test_a_listener_anywhere_is_looked_at_for_the_name_asked_for(ca: Signer) -> None:
    seen = {"server_name": "S3.bücher.example", "tls": True, "error": None}
    der = listener(ca.issue(["*.xn--bcher-kva.example"])["certificate"])["der"]
    found = _certificates.shown({**seen, "der": der})
    assert (found["matches_name"], found["error"]) == (True, None)
    assert len(found["certificate"]["sha256"]) == 64
    assert found["certificate"]["sha256"] != found["certificate"]["fingerprint"]
    nothing = {**seen, "certificate": None, "matches_name": None}
    assert _certificates.shown({**seen, "der": None}) == nothing
    broken = _certificates.shown({**seen, "der": base64.b64encode(b"broken").decode()})
    assert broken.pop("error").startswith("a certificate cannot be read")
    assert {**broken, "error": None} == nothing
