# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure Key Vault and Entra ID, with Microsoft's libraries azure-identity and azure-keyvault-secrets."""

from __future__ import annotations

import time
import typing as t

import jwt
import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential
from azure.keyvault.secrets import SecretClient
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.integration.servers.doubles.azure import Azure
from tests.integration.servers.doubles.base import TOKEN_LIFE, WRONG

SERVICE = "azure"
SCOPE = "https://vault.azure.net/.default"


def login(double: Azure, tenant: str = Azure.tenant, client: str = Azure.client, secret: str = Azure.secret) -> t.Any:
    return ClientSecretCredential(tenant, client, secret, connection_verify=str(double.ca_path), retry_total=0)


def vault(double: Azure, credential: t.Any = None) -> SecretClient:
    url = double.keystore["azure"]["keyvault"]["endpoint"]
    return SecretClient(url, credential or login(double), connection_verify=str(double.ca_path), retry_total=0)


class Given:
    """A credential that hands out one token, whatever it is asked for."""

    def __init__(self, token: str) -> None:
        self.token = AccessToken(token, int(time.time()) + 600)

    def get_token(self, *_scopes: str, **_options: t.Any) -> AccessToken:
        return self.token


def test_secrets(double: Azure):
    azure = vault(double)
    first = azure.set_secret("a", "value")
    assert first.properties.version and azure.get_secret("a").value == "value"
    azure.set_secret("a", "newer")
    assert azure.get_secret("a", first.properties.version).value == "value"
    versions = [one.version for one in azure.list_properties_of_secret_versions("a")]
    assert len(versions) == 2 and versions[0] == first.properties.version
    assert list(azure.list_properties_of_secret_versions("missing")) == []
    with pytest.raises(ResourceNotFoundError):
        azure.get_secret("missing")
    double.stop()
    double.start()
    assert vault(double).get_secret("a").value == "newer"


def test_a_long_list_comes_in_pages(double: Azure):
    azure = vault(double)
    names = {f"page-{number}" for number in range(30)}
    for name in names:
        azure.set_secret(name, "value")
    assert names <= {one.name for one in azure.list_properties_of_secrets()}


def test_a_deleted_name_is_taken_until_it_is_purged(double: Azure):
    azure = vault(double)
    azure.set_secret("gone", "value")
    double.accounts["purge_protection"] = True
    double.write_accounts()
    azure.begin_delete_secret("gone").wait()
    with pytest.raises(HttpResponseError) as error:
        azure.set_secret("gone", "new")
    assert error.value.status_code == 409 and error.value.error.innererror["code"] == "ObjectIsDeletedButRecoverable"
    with pytest.raises(HttpResponseError) as error:
        azure.purge_deleted_secret("gone")
    assert error.value.status_code == 403
    double.restore()
    azure.purge_deleted_secret("gone")
    azure.set_secret("gone", "new")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"secret": WRONG}, "AADSTS7000215"),
        ({"client": "aaaaaaaa-bbbb-cccc-dddd-ffffffffffff"}, "AADSTS700016"),
        # has words of its own for what Entra ID calls AADSTS90002
        ({"tenant": "11111111-2222-3333-4444-666666666666"}, "double check your tenant name"),
    ],
)
def test_who_logs_in(double: Azure, wrong, words):
    with pytest.raises(ClientAuthenticationError, match=words):
        login(double, **wrong).get_token(SCOPE)


def test_an_expired_and_a_revoked_secret(double: Azure):
    double.expire()
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000222"):
        login(double).get_token(SCOPE)
    double.revoke()
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        login(double).get_token(SCOPE)


def test_tokens_that_the_vault_refuses(double: Azure):
    """One that somebody else signed, one for another service, one that is over."""
    good = login(double).get_token(SCOPE).token
    claims = jwt.decode(good, options={"verify_signature": False})
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode({**claims, "exp": claims["exp"] + 600}, stranger, algorithm="RS256")
    elsewhere = login(double).get_token("https://storage.azure.com/.default").token
    assert vault(double, Given(good)).set_secret("given", "value").value == "value"
    time.sleep(TOKEN_LIFE + 1)
    for token in (forged, elsewhere, good):
        with pytest.raises(ClientAuthenticationError):
            vault(double, Given(token)).get_secret("given")


@pytest.mark.parametrize("missing", Azure.rights)
def test_permissions(double: Azure, missing):
    azure = vault(double)
    azure.set_secret("b", "value")
    azure.set_secret("deleted", "value")
    azure.begin_delete_secret("deleted").wait()
    double.grant([right for right in double.rights if right != missing])
    calls: dict[str, t.Callable[[], t.Any]] = {
        "get": lambda: azure.get_secret("b"),
        "list": lambda: list(azure.list_properties_of_secrets()),
        "set": lambda: azure.set_secret("c", "value"),
        "delete": lambda: azure.begin_delete_secret("b").wait(),
        "purge": lambda: azure.purge_deleted_secret("deleted"),
    }
    for name, call in calls.items():
        if name == missing:
            with pytest.raises(HttpResponseError) as error:
                call()
            assert error.value.status_code == 403
            assert error.value.error.innererror["code"] == "AccessDenied"
        else:
            call()
    double.restore()
    if missing == "delete":
        azure.begin_delete_secret("b").wait()
    for name in ["b", *(["deleted"] if missing == "purge" else [])]:
        azure.purge_deleted_secret(name)
