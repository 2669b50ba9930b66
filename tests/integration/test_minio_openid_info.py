# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_openid_info: what keeps MinIO from working with a provider is told before MinIO is pointed at it."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.integration.servers.oidc import OidcProvider
from tests.integration.servers.openid import OpenIDProvider

Facts = t.Dict[str, t.Any]
KEY = {"kty": "RSA", "use": "sig", "kid": "k1", "alg": "RS256", "n": "x", "e": "AQAB"}
EC_KEY = {"kty": "EC", "crv": "P-256", "kid": "k2", "x": "x", "y": "y"}


@pytest.fixture
def cas_dir(tmp_path: pathlib.Path, authority: Authority) -> pathlib.Path:
    """Return a directory of CAs as a deployment has it, with the CA of these tests."""
    folder = tmp_path / "CAs"
    folder.mkdir()
    (folder / "hardening-minio-test.crt").write_bytes(authority.certificate.read_bytes())
    (folder / "README").write_text("no certificate")
    return folder


def ask(config_url: str, **params: t.Any) -> Facts:
    """Return what the module tells of one provider."""
    result = run("minio_openid_info", {"providers": {"staff": config_url}, **params})
    assert not result.get("failed"), result["msg"]
    assert not result["changed"]
    (found,) = result["providers"]
    return dict(found)


def test_a_real_provider(tmp_path: pathlib.Path, authority: Authority, cas_dir: pathlib.Path):
    folder = tmp_path / "openid"
    folder.mkdir()
    provider = OidcProvider(folder, authority)
    provider.start()
    try:
        assert ask(provider.config_url, cas_dir=str(cas_dir)) == {
            "name": "staff",
            "issuer": provider.issuer,
            "token_endpoint": f"{provider.issuer}/token",
            "algorithms": ["RS256"],
            "keys": [{"kid": "lab-1", "type": "RSA", "algorithm": "RS256"}],
            "problems": [],
        }
        assert ask(provider.config_url, cas_dir=str(cas_dir), userinfo=["staff"])["problems"] == []
        # a CA that the nodes will get, and have not got yet
        given = [authority.certificate.read_text()]
        assert ask(provider.config_url, cas_dir=str(tmp_path / "none"), cas=given)["problems"] == []
        (problem,) = ask(provider.config_url, cas_dir=str(tmp_path / "none"))["problems"]
        assert "shows a certificate that is not to be trusted" in problem
        (problem,) = ask(provider.config_url.replace("127.0.0.1", "localhost"), cas_dir=str(cas_dir))["problems"]
        assert problem.startswith(
            f"its issuer is {provider.issuer} and its discovery document lies below https://localhost:"
        )
        (problem,) = ask(provider.issuer + "/jwk/.well-known/openid-configuration", cas_dir=str(cas_dir))["problems"]
        assert "answers with status 404" in problem
    finally:
        provider.stop()
    (problem,) = ask(provider.config_url, cas_dir=str(cas_dir))["problems"]
    assert "does not answer" in problem


CASES: dict[str, tuple[Facts, list[Facts], tuple[str, ...]]] = {
    "good": ({}, [KEY, EC_KEY, {**KEY, "kid": None, "use": "enc"}], ()),
    "keys_in_clear": (
        {"jwks_uri": "http://id.example.net/keys"},
        [KEY],
        ("its jwks_uri is http://id.example.net/keys: have the provider say https://",),
    ),
    "token_in_clear": ({"token_endpoint": "http://id.example.net/t"}, [KEY], ("its token_endpoint is http://",)),
    "issuer_in_clear": ({"issuer": "http://id.example.net"}, [KEY], ("its issuer is http://", "its issuer is http://")),
    "no_keys_at_all": ({"jwks_uri": None}, [], ("its discovery document has no jwks_uri",)),
    "no_userinfo": ({}, [KEY], ("its discovery document has no userinfo_endpoint",)),
    "empty": ({}, [], ("it publishes no key for signatures",)),
    "nameless": ({}, [{**KEY, "kid": None}], ("one of its keys has no kid",)),
    "unreadable": ({}, [KEY, {**KEY, "kty": "oct", "kid": "k3"}], ("it publishes the key k3 (oct)",)),
    "unknown_curve": ({}, [KEY, {**EC_KEY, "crv": "secp256k1"}], ("it publishes the key k2 (EC secp256k1)",)),
    "shared_secret": (
        {"id_token_signing_alg_values_supported": ["HS256"]},
        [KEY],
        ("it signs ID tokens by HS256: MinIO verifies RS256",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_documents(authority: Authority, cas_dir: pathlib.Path, name: str):
    discovery, keys, told = CASES[name]
    provider = OpenIDProvider(authority, discovery, keys)
    try:
        userinfo = ["staff"] if name == "no_userinfo" else []
        problems = ask(provider.config_url, cas_dir=str(cas_dir), userinfo=userinfo)["problems"]
    finally:
        provider.close()
    assert len(problems) == len(told), problems
    for problem, part in zip(problems, told):
        assert problem.startswith(part)


def test_an_address_in_clear_is_not_asked():
    (problem,) = ask("http://127.0.0.1:1/.well-known/openid-configuration")["problems"]
    assert problem == "http://127.0.0.1:1 is no https:// address: nothing is sent in clear"


def test_a_ca_that_is_none():
    providers = {"_": "https://127.0.0.1:1/.well-known/openid-configuration"}
    result = run("minio_openid_info", {"providers": providers, "cas": ["nonsense"]})
    assert result["failed"] and result["msg"].startswith("cas has a certificate that cannot be read")
