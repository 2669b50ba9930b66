# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""tls_keys after a run that was killed: a certificate beside another key, and a key that waits for nothing."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _x509

from tests.certificates import Signer, make_key, pem

from . import module

DOMAINS, IPS = ["minio1.example"], ["127.0.0.1"]
MISFIT = "the certificate is not for the private key"


@pytest.fixture
def ca():
    """Return the private CA."""
    return Signer("CA")


@pytest.fixture
def pair(tmp_path, ca):
    """Put a pair in place, and return what is wanted of it."""
    issued = ca.issue(DOMAINS, IPS)
    (tmp_path / "private.key").write_text(issued["private_key"])
    (tmp_path / "public.crt").write_text(issued["certificate"])
    return {
        "name": "default",
        "private_key": str(tmp_path / "private.key"),
        "certificate": str(tmp_path / "public.crt"),
        "domains": DOMAINS,
        "ips": IPS,
    }


@pytest.fixture
def new():
    """Return the key that is to replace the one of the pair."""
    return make_key("ecdsa-p256")


@pytest.fixture
def killed(tmp_path, pair, new):
    """Leave the pair as an installation does that ends when the key is in place and the certificate is not."""
    for path in (tmp_path / "private.key.new", tmp_path / "private.key"):
        path.write_text(pem(new))
    return pair


def requested(pair, ca, **options):
    return module.run("tls_keys", {"state": "requested", "pairs": [pair], "authority": ca.pem, **options})


def installed(pair, issued, **options):
    given = {**pair, "certificate_content": issued["certificate"], "private_key_content": issued.get("private_key")}
    return module.run("tls_keys", {"state": "installed", "pairs": [given], **options})


def signed(ca, key):
    """Return the certificate alone, as a CA does that has got a request."""
    return {"certificate": ca.issue(DOMAINS, IPS, key)["certificate"]}


def is_at_rest(pair, ca):
    """Tell whether the two files fit, nothing waits, and nothing is left to do."""
    key, certificate = (pathlib.Path(pair[name]) for name in ("private_key", "certificate"))
    (leaf,) = _x509.certificates(certificate.read_bytes(), "certificate")
    assert _x509.matches(leaf, _x509.private_key(key.read_bytes(), "private_key"))
    assert sorted(key.parent.iterdir()) == [key, certificate]
    return requested(pair, ca)["changed"] is False


def test_the_next_run_asks_for_a_certificate_of_the_key_that_is_there(killed, ca, new):
    assert [one["reason"] for one in requested(killed, ca)["requests"]] == [MISFIT]
    assert installed(killed, signed(ca, new))["changed"]
    assert is_at_rest(killed, ca)


def test_the_next_run_installs_what_was_provided(killed, ca, new):
    assert installed(killed, ca.issue(DOMAINS, IPS, new))["changed"]
    assert is_at_rest(killed, ca)


@pytest.mark.parametrize("state", ["requested", "installed"])
def test_it_does_not_wait_for_the_peers_to_trust_another_ca(killed, new, state):
    """A server would not start with it, and those that wait for its restart would wait for ever."""
    other = Signer("other CA")
    if state == "requested":
        result = requested(killed, other, hold_new_issuers=True)
        assert [one["reason"] for one in result["requests"]] == [MISFIT]
    else:
        result = installed(killed, other.issue(DOMAINS, IPS, new), hold_new_issuers=True)
        assert is_at_rest(killed, other)
    assert (result["changed"], result["held"]) == (True, [])


def test_a_key_that_waits_for_nothing_is_in_nobody_s_way(pair, ca):
    """The type was changed, the run was killed before the certificate came, and the type was changed back."""
    assert requested({**pair, "key_type": "ed25519"}, ca)["changed"]
    waiting = pathlib.Path(pair["private_key"] + ".new")
    assert waiting.exists()
    ends_soon = {**pair, "renew_before": 365}
    assert "in less than 365 days" in requested(ends_soon, ca)["requests"][0]["reason"]
    own = _x509.private_key(pathlib.Path(pair["private_key"]).read_bytes(), "private_key")
    result = installed(ends_soon, signed(ca, own))
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert is_at_rest(pair, ca)
