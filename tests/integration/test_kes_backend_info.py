# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""kes_backend_info against a real OpenBao: every reason for which KES could not use it, in one sentence without a secret."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.integration.servers.kes import KesServer
from tests.integration.servers.openbao import OpenBao
from tests.integration.servers.process import free_port

SECRET = "planted-secret-id"
PUBLISHED = pathlib.Path(__file__).resolve().parents[2] / "docs" / "policies" / "vault.hcl"


def ask(settings: dict[str, t.Any], openbao: OpenBao, **environment: str) -> dict[str, t.Any]:
    result = run("kes_backend_info", {"backend": "vault", "vault": settings}, environment=environment)
    for secret in (SECRET, openbao.secret_id, "PRIVATE KEY"):
        assert secret not in result["_raw"]
    assert "Traceback" not in result["_raw"]
    return result


def refusal(settings: dict[str, t.Any], openbao: OpenBao) -> str:
    result = ask(settings, openbao)
    assert result.get("failed"), result
    return str(result["msg"])


@pytest.mark.parametrize(
    "more", [{}, {"engine": "kv1", "version": "v1"}, {"transit": {"key": "kes"}}, {"engine": "kv/", "prefix": "/kes/"}]
)
def test_what_the_documented_policy_allows_is_enough(openbao: OpenBao, more):
    result = ask({**openbao.settings, **more}, openbao)
    assert not result.get("failed"), result["msg"]
    assert not result["changed"] and result["backend"]["rights_known"] is True
    assert result["backend"]["version"] and result["backend"]["token_ttl"] == 300


def test_the_published_policy_is_enough(openbao: OpenBao):
    openbao.bao("policy", "write", "published", "-", text=PUBLISHED.read_text())
    role_id, secret_id = openbao.approle("published", "published")
    settings = {**openbao.settings, "approle": {"id": role_id, "secret": secret_id}, "transit": {"key": "kes"}}
    result = ask(settings, openbao)
    assert not result.get("failed"), result["msg"]
    assert result["backend"]["login_known"] is True and result["backend"]["rights_known"] is True


def test_rotated_transit_key(openbao: OpenBao):
    openbao.bao("write", "-f", "transit/keys/turned")
    policy = PUBLISHED.read_text().replace("crypt/kes", "crypt/turned")
    openbao.bao("policy", "write", "turned", "-", text=policy)
    role_id, secret_id = openbao.approle("turned", "turned")
    settings = {**openbao.settings, "approle": {"id": role_id, "secret": secret_id}, "transit": {"key": "turned"}}
    assert not ask(settings, openbao).get("failed")
    openbao.bao("write", "-f", "transit/keys/turned/rotate")
    message = refusal(settings, openbao)
    assert "minio_kes_vault.transit.key turned" in message and "was rotated" in message


def test_nothing_is_left_behind(openbao: OpenBao):
    count = len(openbao.bao("list", "auth/token/accessors").split())
    ask(openbao.settings, openbao)
    assert len(openbao.bao("list", "auth/token/accessors").split()) == count


def test_wrong_secret(openbao: OpenBao):
    login = {**openbao.settings["approle"], "secret": SECRET}
    message = refusal({**openbao.settings, "approle": login}, openbao)
    assert openbao.url in message and "minio_kes_vault.approle" in message and "secret" in message


def test_wrong_login_engine(openbao: OpenBao):
    login = {**openbao.settings["approle"], "engine": "machines"}
    assert "(machines)" in refusal({**openbao.settings, "approle": login}, openbao)


def test_login_by_kubernetes_that_is_not_there(openbao: OpenBao, tmp_path):
    settings = {name: value for name, value in openbao.settings.items() if name != "approle"}
    message = refusal({**settings, "kubernetes": {"role": "kes", "jwt": SECRET}}, openbao)
    assert "minio_kes_vault.kubernetes" in message
    message = refusal({**settings, "kubernetes": {"role": "kes", "jwt": str(tmp_path / "none")}}, openbao)
    assert "minio_kes_vault.kubernetes.jwt" in message and "No such file" in message


def test_no_login_and_two_logins(openbao: OpenBao):
    settings = {name: value for name, value in openbao.settings.items() if name != "approle"}
    assert "approle" in refusal(settings, openbao)
    assert "kubernetes" in refusal({**openbao.settings, "kubernetes": {"role": "x", "jwt": SECRET}}, openbao)


@pytest.mark.parametrize(
    ("more", "lacking"),
    [
        ({"prefix": "elsewhere"}, "create kv/data/elsewhere/"),
        ({"engine": "secret"}, "create secret/data/kes/"),
        ({"transit": {"key": "other"}}, "update transit/encrypt/other"),
    ],
)
def test_rights_that_are_missing(openbao: OpenBao, more, lacking):
    message = refusal({**openbao.settings, **more}, openbao)
    assert lacking in message and "check the policy" in message


def test_wrong_version_of_the_engine(openbao: OpenBao):
    assert "is kv version 2" in refusal({**openbao.settings, "version": "v1"}, openbao)
    assert "is kv version 1" in refusal({**openbao.settings, "engine": "kv1"}, openbao)


def test_login_without_any_policy(openbao: OpenBao):
    role_id, secret_id = openbao.approle("nobody", "default")
    message = refusal({**openbao.settings, "approle": {"id": role_id, "secret": secret_id}}, openbao)
    assert "create kv/data/kes/" in message and "read kv/data/kes/" in message


def test_tokens_that_end_soon_are_a_warning(openbao: OpenBao):
    role_id, secret_id = openbao.approle("hasty", "kes", ttl="60s")
    result = ask({**openbao.settings, "approle": {"id": role_id, "secret": secret_id}}, openbao)
    assert result["backend"]["token_ttl"] == 60 and "live 60 s" in result["_raw"]


def test_client_certificates(start_openbao: t.Callable[..., OpenBao]):
    own = start_openbao(client_certificates=True)
    assert not ask(own.settings, own).get("failed")
    without = {name: value for name, value in own.settings.items() if not name.startswith("client_")}
    assert f"127.0.0.1:{own.port}" in refusal(without, own)
    broken = {**own.settings, "client_key": f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----\n"}
    assert "client certificate and its key" in refusal(broken, own)
    own.close()


def test_sealed_then_gone(start_openbao: t.Callable[..., OpenBao]):
    own = start_openbao()
    own.seal()
    message = refusal(own.settings, own)
    assert f"{own.url} is sealed" in message
    own.close()
    assert f"127.0.0.1:{own.port} does not answer" in refusal(own.settings, own)


def test_certificate_of_somebody_else(openbao: OpenBao, tmp_path):
    other = Authority(tmp_path, "another CA").certificate.read_text()
    assert "not to be trusted" in refusal({**openbao.settings, "ca": other}, openbao)
    # without a CA the system's count, and this one is not among them
    assert "not to be trusted" in refusal({**openbao.settings, "ca": None}, openbao)
    assert "the CA given" in refusal({**openbao.settings, "ca": "no certificate"}, openbao)


def test_what_is_no_vault(openbao: OpenBao, kes: KesServer):
    message = refusal({**openbao.settings, "endpoint": kes.url}, openbao)
    assert f"127.0.0.1:{kes.port}" in message
    assert "nothing is sent in clear" in refusal({**openbao.settings, "endpoint": "http://127.0.0.1:1"}, openbao)
    assert "does not answer" in refusal({**openbao.settings, "endpoint": f"https://127.0.0.1:{free_port()}"}, openbao)


def test_the_environment_sends_nothing_elsewhere(openbao: OpenBao):
    """A proxy that the account's environment names would see the credentials."""
    nowhere = "http://127.0.0.1:1"
    assert not ask(openbao.settings, openbao, HTTPS_PROXY=nowhere, https_proxy=nowhere, ALL_PROXY=nowhere).get("failed")
