# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_sts_info: logins with tokens of a real OpenID provider, and with such as must not be taken."""

from __future__ import annotations

import time
import typing as t

import pytest

from tests.integration.api import Api
from tests.integration.servers.authority import Authority
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.oidc import CLIENT, CLIENT_SECRET, OTHER_CLIENT, PASSWORD, OidcProvider

ROLE = "staff"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> t.Iterator[OidcProvider]:
    """Return an OpenID provider."""
    server = OidcProvider(tmp_path_factory.mktemp("openid"), authority)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def server(start_minio: t.Callable[..., MinioServer], provider: OidcProvider) -> MinioServer:
    """Return a MinIO server with two providers, of which one names policies in its tokens and one has a role."""
    server = start_minio()
    common = {"config_url": provider.config_url, "client_secret": CLIENT_SECRET}
    claiming = {**common, "client_id": CLIENT, "claim_name": "policy"}
    role = {**common, "name": ROLE, "client_id": OTHER_CLIENT, "role_policy": "diagnostics,readonly"}
    Api("minio_idp_openid", server).ok(providers=[claiming, role])
    server.restart()
    return server


@pytest.fixture
def api(server: MinioServer) -> Api:
    return Api("minio_sts_info", server)


def login(api: Api, **openid: t.Any) -> dict[str, t.Any]:
    """Return how a login went at the only node."""
    result = api.ok(openid=openid, node_urls={"node1": api.server.url})
    for secret in ("SecretAccessKey", "session", openid.get("token") or "eyJ"):
        assert secret not in result["_raw"]
    (found,) = result["logins"]
    assert found["node"] == "node1"
    return dict(found)


@pytest.mark.parametrize(
    ("user", "policies"),
    {"reader": ["readonly"], "writer": ["writeonly"], "both": ["readonly", "writeonly"], "half": ["readonly"]}.items(),
)
def test_a_token_gives_the_policies_that_it_names(api: Api, provider: OidcProvider, user: str, policies: list[str]):
    found = login(api, token=provider.tokens.of(user))
    assert found["error"] is None and found["accepted"]
    assert found["policies"] == policies


def test_a_role_gives_its_policies_whatever_the_token_names(api: Api, provider: OidcProvider):
    found = login(api, name=ROLE, token=provider.tokens.of("writer", OTHER_CLIENT))
    assert found["error"] is None
    assert found["policies"] == ["diagnostics", "readonly"]


def test_the_provider_is_asked_for_a_token(api: Api, provider: OidcProvider, authority: Authority):
    asked = {"username": "both", "client_secret": CLIENT_SECRET, "ca_path": str(authority.certificate)}
    assert login(api, **asked, password=PASSWORD)["policies"] == ["readonly", "writeonly"]
    message = api.error(openid={**asked, "password": "planted-wrong"})
    assert message.startswith("the provider gives no token: ") and message.endswith(
        "invalid_grant: give the username and password that it knows"
    )
    message = api.error(openid={**asked, "password": PASSWORD, "client_secret": "planted-wrong"})
    assert message.endswith("status 401, invalid_client: give the client_id and client_secret that it knows")
    message = api.error(openid={**asked, "password": PASSWORD, "ca_path": None})
    assert "shows a certificate that is not to be trusted" in message


REFUSED: dict[str, tuple[t.Callable[[OidcProvider], str], str]] = {
    "foreign_audience": (
        lambda provider: provider.tokens.of("reader", OTHER_CLIENT),
        "must match configured OpenID Client ID",
    ),
    "no_kid": (lambda provider: provider.tokens.without_kid("reader"), "Invalid kid value"),
    "forged": (lambda provider: provider.tokens.forged(), "verification error"),
    "unknown_key": (lambda provider: provider.tokens.forged("lab-2"), "No public key found for kid lab-2"),
    "unknown_policy": (lambda provider: provider.tokens.of("nobody"), "None of the given policies"),
    "no_policy": (lambda provider: provider.tokens.of("silent"), "policy claim missing"),
    "no_token": (lambda provider: "planted.no.token", "InvalidParameterValue"),
}


def test_other_policies_than_expected(api: Api, provider: OidcProvider):
    openid = {"token": provider.tokens.of("both")}
    (found,) = api.ok(openid=openid, policies=["writeonly", "readonly"])["logins"]
    assert found["error"] is None
    (found,) = api.ok(openid=openid, policies=["readonly"])["logins"]
    assert found["accepted"] and found["policies"] == ["readonly", "writeonly"]
    assert found["error"].endswith("it is let in with readonly, writeonly instead of readonly")


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_token_is_refused(api: Api, provider: OidcProvider, name: str):
    make, reason = REFUSED[name]
    found = login(api, token=make(provider))
    assert not found["accepted"] and found["policies"] == [] and found["policy"] is None
    assert reason in found["error"]


def test_an_expired_token_is_refused(api: Api, provider: OidcProvider):
    token = provider.tokens.of("brief")
    time.sleep(2)
    found = login(api, token=token)
    assert not found["accepted"]
    assert "token is expired" in found["error"].lower()


def test_a_provider_that_is_not_there(api: Api, provider: OidcProvider):
    found = login(api, name="nowhere", token=provider.tokens.of("reader"))
    assert "openid provider nowhere is not in force there" in found["error"]


def test_a_login_of_ldap_where_there_is_none(api: Api):
    found = api.ok(ldap={"username": "alice", "password": "planted-password"})
    (answer,) = found["logins"]
    assert not answer["accepted"] and "cannot log in by AssumeRoleWithLDAPIdentity" in answer["error"]


def evidence(server: MinioServer, **params: t.Any) -> dict[str, t.Any]:
    """Return what minio_cluster_info tells of OpenID."""
    found = Api("minio_cluster_info", server).ok(node_urls={"node1": server.url}, **params)
    return dict(found["cluster"]["identity_providers"]["openid"])


def test_the_evidence_has_the_login(server: MinioServer, provider: OidcProvider):
    openid = {"token": provider.tokens.of("both")}
    found = evidence(server, openid=openid)
    assert {one["name"]: one["strong_secret"] for one in found["providers"]} == {"_": True, ROLE: True}
    assert found["nodes"] == [{"node": "node1", "loaded": True, "error": None}]
    login = {"node": "node1", "proven": True, "policies": ["readonly", "writeonly"], "error": None}
    assert found["logins"] == [login]
    (other,) = evidence(server, openid=openid, openid_policies=["readonly"])["logins"]
    assert not other["proven"] and other["error"].endswith("with readonly, writeonly instead of readonly")
    (refused,) = evidence(server, openid={"token": provider.tokens.without_kid("both")})["logins"]
    assert not refused["proven"] and "Invalid kid value" in refused["error"]
    assert list(evidence(server)["logins"]) == ["error"]
    unasked = evidence(server, openid={"username": "both", "password": "planted-wrong", "client_secret": CLIENT_SECRET})
    assert "shows a certificate that is not to be trusted" in unasked["logins"]["error"]


def test_the_evidence_of_a_provider_that_is_away(server: MinioServer, provider: OidcProvider):
    """Root goes on, nobody else does, and all is well again once the provider is back."""
    provider.stop()
    try:
        server.restart(waiting=False)
        found = evidence(server)
        (node,) = found["nodes"]
        assert node["loaded"] is False
        assert node["error"] == f"provider _ did not answer the server; provider {ROLE} did not answer the server"
    finally:
        provider.start()
    server.process.wait(server.is_ready, 300)
    assert evidence(server)["nodes"][0]["loaded"] is True


def test_one_kind_of_login_is_needed(api: Api):
    assert "openid, ldap" in api.error()
