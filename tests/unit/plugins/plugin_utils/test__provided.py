# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates that an operator provides: each mistake is one sentence that names entry and variable, and shows no key."""

from __future__ import annotations

import datetime
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils import _provided

from tests.certificates import NOW, Signer, make_key, pem

DAY = datetime.timedelta(days=1)
ROOT = Signer("root")
INTERMEDIATE = Signer("intermediate", ROOT)
NODE = ["minio1.example.net", "192.0.2.11"]
CA = {"name": "own", "certificate": ROOT.pem}
KEY = make_key("ecdsa-p256")


def default(**changes: t.Any) -> dict[str, t.Any]:
    wanted = {"domains": ["minio1.example.net"], "ips": ["192.0.2.11"], "key": KEY, **changes}
    return {"name": "default", **ROOT.issue(**wanted)}


def domain(name: str = "s3.example.net", **changes: t.Any) -> dict[str, t.Any]:
    return {"name": name, **ROOT.issue(**{"domains": [name], **changes})}


def problems(*entries: dict[str, t.Any], cas: t.Sequence[dict[str, t.Any]] = (CA,)) -> list[str]:
    found = _provided.judge(entries, NODE, cas, 30, NOW)
    assert found.warnings == []
    # what the body of every PKCS#8 key begins with
    assert not any("MIG" in sentence or "MC4C" in sentence for sentence in found.problems)
    return found.problems


def test_right_ones():
    wildcard = {"name": "s3.example.net", "domains": ["s3.example.net", "eu.s3.example.net"]}
    by_pattern = {**wildcard, **ROOT.issue(domains=["s3.example.net", "*.s3.example.net"])}
    below = {"name": "a.example.net", **INTERMEDIATE.issue(domains=["a.example.net"])}
    assert problems(default(), by_pattern, below) == []
    assert problems(default(usages=None)) == []


@pytest.mark.parametrize("kind", ["ecdsa-p384", "ecdsa-p521", "rsa-3072", "ed25519"])
def test_types_of_keys(kind):
    assert problems(default(key=make_key(kind))) == []


def test_signed_by_itself():
    assert problems({"name": "default", **ROOT.issue(domains=NODE[:1], ips=NODE[1:], itself=True)}, cas=()) == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (default(key=make_key("rsa-1024")), ["key of type rsa-1024", "RSA of 2048 to 8192 bits"]),
        (default(key=make_key("secp256k1")), ["P-256, P-384 or P-521"]),
        (default(begin=-400, end=-1), [f"ended on {(NOW - DAY):%Y-%m-%d}", "valid now"]),
        (default(begin=1, end=90), [f"is not valid before {(NOW + DAY):%Y-%m-%d}"]),
        (default(domains=["other.example.net"]), ["names other.example.net, 192.0.2.11 and not minio1.example.net"]),
        (default(ips=[]), ["names minio1.example.net and not 192.0.2.11"]),
        (default(domains=[], ips=[]), ["names nothing and not minio1.example.net, 192.0.2.11"]),
        (default(usages=["client"]), ["is for client only", "serverAuth"]),
        ({**default(), "private_key": pem(make_key("ecdsa-p256"))}, ["is not for its private_key"]),
        (
            {**default(), "certificate": "/etc/ssl/minio.crt"},
            ["certificate of default", "holds no certificate in PEM form"],
        ),
        ({**default(), "private_key": "/etc/ssl/minio.key"}, ["private_key of default", "no private key in PEM form"]),
        ({**default(), "private_key": pem(KEY, b"secret")}, ["private_key of default", "without another passphrase"]),
        ({**default(), "certificate": default()["certificate"] + pem(KEY)}, ["holds a private key", "leave it out"]),
        (
            {**default(), "certificate": default()["certificate"] + Signer("stranger").pem},
            ["is not signed by one of those behind it"],
        ),
    ],
)
def test_default_certificate(entry, words):
    (sentence,) = problems(entry)
    assert [word for word in [*words, "default in minio_tls_certificates"] if word not in sentence] == []


def test_signed_by_nobody_known():
    (sentence,) = problems(default(), cas=())
    assert "is signed by CN=root" in sentence and "minio_tls_trusted_cas" in sentence


def test_intermediate_that_was_left_out():
    entry = {"name": "a.example.net", **INTERMEDIATE.issue(domains=["a.example.net"], chain=False)}
    (sentence,) = problems(default(), entry)
    assert "a.example.net in minio_tls_certificates is signed by CN=intermediate" in sentence


def test_entry_of_a_domain():
    (sentence,) = problems(default(), domain(domains=["www.example.net"]))
    assert "names www.example.net and not s3.example.net" in sentence
    (sentence,) = problems(default(), domain(ips=["192.0.2.80"]))
    assert "names the address 192.0.2.80: MinIO takes addresses in the default certificate only" in sentence


def test_key_that_two_share():
    (sentence,) = problems(default(), domain(key=KEY))
    assert sentence.startswith("default and s3.example.net in minio_tls_certificates have the same private_key")


def test_what_ends_soon_is_a_warning():
    found = _provided.judge([default(end=20)], NODE, [CA], 30, NOW)
    assert found.problems == []
    (sentence,) = found.warnings
    assert "in 20 days and less than minio_tls_renew_before, 30" in sentence


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (default()["certificate"], ["is no CA: CN=default"]),
        (Signer("old", begin=-90, end=-1).pem, ["(CN=old) ended on"]),
        (Signer("new", begin=1).pem, ["(CN=new) is not valid before"]),
        ("none", ["holds no certificate in PEM form"]),
        (ROOT.pem + pem(KEY), ["holds a private key"]),
    ],
)
def test_trusted_cas(certificate, words):
    (sentence,) = problems(default(), cas=[CA, {"name": "idp", "certificate": certificate}])
    assert [word for word in [*words, "certificate of idp in minio_tls_trusted_cas"] if word not in sentence] == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"default": ["a.net"], "b": ["b.net"]}, []),
        ({"default": ["*.a.net"], "b": ["a.net", "x.y.a.net"]}, []),
        ({"default": ["a.net"], "b": ["b.net", "a.net"]}, ["default and b in"]),
        ({"default": ["*.a.net"], "b": ["x.a.net"]}, ["default and b in"]),
        (
            {"default": ["x.a.net"], "b": ["*.a.net"], "c": ["*.a.net"]},
            ["default and b in", "default and c in", "b and c in"],
        ),
    ],
)
def test_domains_that_several_are_for(names, expected):
    found = list(_provided.ambiguous(names))
    assert [sentence[: len(words)] for sentence, words in zip(found, expected, strict=True)] == expected
