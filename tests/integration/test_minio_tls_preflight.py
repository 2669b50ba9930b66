# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates that do not do are refused before anything changes, in a sentence that names entry and variable."""

from __future__ import annotations

import pathlib
import tempfile
import typing as t

import pytest
from cryptography.hazmat.primitives import serialization

from tests.certificates import Signer, as_openssl_writes_it, make_key, pem
from tests.integration import preflight
from tests.integration.preflight import Case, Vars

ROOT = Signer("root")
STRANGER = Signer("stranger")
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="hardening-minio-"))
PASSPHRASE = "planted-passphrase-4711"
DOMAIN = ".nodes.example.net"
NODE = {"domains": ["*.nodes.example.net"], "ips": ["192.0.2.11"]}


def provided(*entries: Vars, **more: t.Any) -> Vars:
    cas = [{"name": "own", "certificate": ROOT.pem}]
    return {"minio_tls_source": "provided", "minio_tls_trusted_cas": cas, "minio_tls_certificates": [*entries], **more}


def default(signer: Signer = ROOT, **changes: t.Any) -> Vars:
    return {"name": "default", **signer.issue(**{**NODE, **changes})}


def domain(**changes: t.Any) -> Vars:
    return {"name": "s3.example.net", **ROOT.issue(**{"domains": ["s3.example.net"], **changes})}


def private_ca(name: str, certificate: str | None, key: t.Any, passphrase: str = PASSPHRASE) -> Vars:
    """Put a CA where an earlier run would have made it."""
    folder = FOLDER / name
    folder.mkdir()
    if certificate:
        (folder / "ca.crt").write_text(certificate)
    if key:
        (folder / "ca.key").write_text(pem(key, passphrase.encode()))
    return {"minio_tls_ownca_directory": str(folder)}


CASES: dict[str, Case] = {
    "good": Case({}),
    "good_provided": Case(provided(default(), domain())),
    "good_ca": Case(private_ca("good", ROOT.pem, ROOT.key)),
    "called_otherwise": Case({}, {"hosts": ["minio1.example.net"], "own_hosts": ["minio1.example.net"]}),
    "called_by_address": Case({}, {"hosts": ["198.51.100.11"], "own_hosts": ["198.51.100.11"]}),
    "called_by_its_name_in_the_inventory": Case({}, {"hosts": [f"called_by_its_name_in_the_inventory{DOMAIN}"]}),
    "called_by_nobody": Case(
        {},
        {"hosts": ["minio1.example.net", "minio2.example.net"], "unknown_hosts": ["minio1.example.net"]},
        (
            f"calls no host by a name that called_by_nobody{DOMAIN} knows as its own (minio1.example.net, minio2.example.net)",
            "domains of the entry 'default' of minio_tls_certificates",
        ),
    ),
    "called_by_a_further_name": Case(
        {"minio_tls_certificates": [{"name": "default", "domains": ["minio1.example.net"]}]},
        {"hosts": ["minio1.example.net", "minio2.example.net"], "unknown_hosts": ["minio1.example.net"]},
    ),
    "provided_without_the_name_that_peers_call": Case(
        provided(default()),
        {"hosts": ["minio1.example.net"], "own_hosts": ["minio1.example.net"]},
        ("minio1.example.net", "minio_tls_certificates"),
    ),
    "short_passphrase": Case(
        {"minio_tls_ownca_passphrase": "planted"}, {}, ("minio_tls_ownca_passphrase has 7 characters", "16 or more")
    ),
    "wrong_passphrase": Case(
        private_ca("locked", ROOT.pem, ROOT.key, "planted-other-passphrase"),
        {},
        ("locked/ca.key", "minio_tls_ownca_passphrase has to be the one"),
    ),
    "ca_that_has_ended": Case(
        private_ca("old", (old := Signer("old", begin=-90, end=-1)).pem, old.key),
        {},
        ("old/ca.crt in minio_tls_ownca_directory", "ended on"),
    ),
    "private_ca_that_is_none": Case(
        private_ca(
            "leaf",
            (leaf := default())["certificate"],
            serialization.load_pem_private_key(leaf["private_key"].encode(), None),
        ),
        {},
        ("leaf/ca.crt in minio_tls_ownca_directory is no CA",),
    ),
    "private_ca_of_another_key": Case(
        private_ca("mixed", ROOT.pem, STRANGER.key), {}, ("mixed/ca.crt is not for the key ca.key beside it",)
    ),
    "private_ca_without_key": Case(private_ca("keyless", ROOT.pem, None), {}, ("keyless/ca.crt has no key ca.key",)),
    "too_long": Case({"minio_tls_validity": "400"}, {}, ("minio_tls_validity is 400", "at most 398 days")),
    "renewed_for_ever": Case(
        {"minio_tls_renew_before": 397}, {}, ("minio_tls_renew_before is 397: it has to be less than",)
    ),
    "days_in_words": Case(
        {"minio_tls_validity": "a year"}, {}, ("minio_tls_validity is text: it has to be a whole number",)
    ),
    "misspelt_key": Case(
        {"minio_tls_certificates": [{"name": "s3.example.net", "domain": ["s3.example.net"]}]},
        {},
        ("minio_tls_certificates[0] has the key 'domain', perhaps misspelt 'domains'",),
    ),
    "key_as_a_list": Case(
        provided({"name": "default", "certificate": ROOT.pem, "private_key": ["planted-key"]}),
        {},
        ("minio_tls_certificates[0].private_key is a list",),
    ),
    "entry_without_name": Case(
        {"minio_tls_certificates": [{"domains": ["a"]}]}, {}, ("minio_tls_certificates[0].name is not set",)
    ),
    "name_twice": Case({"minio_tls_certificates": [{"name": "a.net"}] * 2}, {}, ("every name may come once",)),
    "name_that_is_a_path": Case(
        {"minio_tls_certificates": [{"name": "../etc"}, {"name": "CAs"}]},
        {},
        ("has the name ../etc, CAs:", "directory"),
    ),
    "ca_name_that_is_a_path": Case(
        {"minio_tls_trusted_cas": [{"name": "a/b", "certificate": ROOT.pem}]},
        {},
        ("minio_tls_trusted_cas has the name a/b",),
    ),
    "address_of_a_domain": Case(
        {"minio_tls_certificates": [{"name": "a.net", "ips": ["192.0.2.1"]}]}, {}, ("gives ips to another entry",)
    ),
    "no_address": Case(
        {"minio_tls_certificates": [{"name": "default", "ips": ["192.0.2.256"]}]}, {}, ("has 192.0.2.256 in ips",)
    ),
    "given_and_not_used": Case(
        {"minio_tls_certificates": [default()]}, {}, ("minio_tls_source is 'ownca' and default", "'provided'")
    ),
    "domain_without_certificate": Case(
        provided(default(), {"name": "s3.example.net"}),
        {},
        ("'provided' and s3.example.net in minio_tls_certificates has no certificate or no private_key",),
    ),
    "no_default": Case(provided(domain()), {}, ("has no entry 'default'",)),
    "other_key": Case(
        provided({**default(), "private_key": pem(make_key("ecdsa-p256"))}),
        {},
        ("certificate of default in minio_tls_certificates is not for its private_key",),
    ),
    "weak_key": Case(provided(default(key=make_key("rsa-1024"))), {}, ("key of type rsa-1024",)),
    "expired": Case(
        provided(default(begin=-90, end=-1)), {}, ("certificate of default in minio_tls_certificates ended on",)
    ),
    "not_yet": Case(
        provided(default(begin=1)), {}, ("certificate of default in minio_tls_certificates is not valid before",)
    ),
    "ends_soon_and_is_a_warning": Case(provided(default(end=7))),
    "other_names": Case(
        provided(default(domains=["n.example.net"])),
        {},
        ("names n.example.net, 192.0.2.11 and not other_names.nodes.example.net:",),
    ),
    "not_the_address_that_the_controller_uses": Case(
        provided(default(ips=[]), ansible_host="192.0.2.11", minio_api_url=""),
        {},
        ("names *.nodes.example.net and not 192.0.2.11",),
    ),
    "not_the_name_in_the_volumes": Case(
        provided(default()),
        {"nodes": [{"scheme": "https", "host": "not_the_name_in_the_volumes.nodes.example.net.lan", "port": 9000}]},
        ("and not not_the_name_in_the_volumes.nodes.example.net.lan",),
    ),
    "not_the_domain": Case(
        provided(default(), domain(domains=["www.example.net"])), {}, ("names www.example.net and not s3.example.net",)
    ),
    "address_in_a_domain": Case(
        provided(default(), domain(ips=["192.0.2.80"])), {}, ("MinIO takes addresses in the default",)
    ),
    "for_clients": Case(provided(default(usages=["client"])), {}, ("is for client only",)),
    "signed_by_a_stranger": Case(
        provided(default(STRANGER)), {}, ("is signed by CN=stranger", "minio_tls_trusted_cas")
    ),
    "wrong_chain": Case(
        provided({**default(), "certificate": default()["certificate"] + STRANGER.pem}),
        {},
        ("default in minio_tls_certificates is not signed by one of those behind it",),
    ),
    "trusted_ca_that_is_none": Case(
        {"minio_tls_trusted_cas": [{"name": "idp", "certificate": default()["certificate"]}]},
        {},
        ("certificate of idp in minio_tls_trusted_cas is no CA",),
    ),
    "trusted_ca_that_is_a_path": Case(
        {"minio_tls_trusted_cas": [{"name": "idp", "certificate": "/etc/ssl/idp.crt"}]},
        {},
        ("certificate of idp in minio_tls_trusted_cas holds no certificate in PEM form",),
    ),
    "key_shared": Case(
        provided(default(key=(key := make_key("ecdsa-p256"))), domain(key=key)), {}, ("have the same private_key",)
    ),
    "domain_of_two": Case(
        provided(default(domains=["*.nodes.example.net", "*.example.net"]), domain()),
        {},
        ("default and s3.example.net in minio_tls_certificates are both for s3.example.net", "one only"),
    ),
    "domain_of_two_from_the_private_ca": Case(
        {"minio_tls_certificates": [{"name": "a.net"}, {"name": "b.net", "domains": ["b.net", "a.net"]}]},
        {},
        ("a.net and b.net in minio_tls_certificates are both for a.net:",),
    ),
    "domain_that_is_the_node": Case(
        {"minio_tls_certificates": [{"name": "localhost"}]},
        {},
        ("default and localhost in minio_tls_certificates are both for localhost:",),
    ),
    "curve_before_the_key": Case(
        provided({**default(key=key), "private_key": as_openssl_writes_it(key)}),
        {},
        ("private_key of default in minio_tls_certificates holds EC PARAMETERS",),
    ),
    "text_behind_the_key": Case(
        provided({**(entry := default()), "private_key": entry["private_key"] + "planted-text"}),
        {},
        ("private_key of default in minio_tls_certificates has text behind its last END line",),
    ),
    "another_certificate_first": Case(
        provided({**(entry := default()), "certificate": ROOT.pem + entry["certificate"]}),
        {},
        ("begins with another than that of its private_key",),
    ),
    "unknown_curve": Case(provided(default(key=make_key("secp256k1"))), {}, ("key of type ECDSA on secp256k1",)),
    "key_in_the_certificate": Case(
        provided({**default(), "certificate": default()["certificate"] + pem(key)}), {}, ("holds a private key",)
    ),
}
ROLE = "minio_tls"
COMMON: Vars = {
    "minio_tls_ownca_passphrase": PASSPHRASE,
    "minio_tls_ownca_directory": str(FOLDER / "none"),
    "minio_api_url": "https://s3.example.net:9000",
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Run the preflight of all cases."""
    return preflight.run(tmp_path_factory.mktemp("preflight"), ROLE, CASES, COMMON, DOMAIN)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


def test_output_at_high_verbosity_shows_no_secret(answers):
    assert preflight.PLANTED not in answers.output
    assert "BEGIN PRIVATE KEY" not in answers.output
    assert "in 6 days and less than minio_tls_renew_before, 30" in answers.output.replace("\n", " ")
