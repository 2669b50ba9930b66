# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fortanix SDKMS, with Fortanix's library sdkms."""

from __future__ import annotations

import typing as t

import pytest
from sdkms.v1 import ApiClient, AuthenticationApi, Configuration, SecurityObjectsApi
from sdkms.v1.models.key_operations import KeyOperations
from sdkms.v1.models.object_type import ObjectType
from sdkms.v1.models.sobject_descriptor import SobjectDescriptor
from sdkms.v1.models.sobject_request import SobjectRequest
from sdkms.v1.rest import ApiException

from tests.integration.servers.doubles.base import WRONG
from tests.integration.servers.doubles.fortanix import Fortanix

SERVICE = "fortanix"


def login(double: Fortanix, api_key: str | None = None) -> SecurityObjectsApi:
    configuration = Configuration()
    configuration.host = double.url
    configuration.ssl_ca_cert = str(double.ca_path)
    configuration.app_api_key = api_key or double.secret_value
    client = ApiClient(configuration=configuration)
    configuration.api_key["Authorization"] = AuthenticationApi(client).authorize().access_token
    configuration.api_key_prefix["Authorization"] = "Bearer"
    return SecurityObjectsApi(client)


def store(fortanix: SecurityObjectsApi, name: str, value: bytes, group: str | None = None) -> t.Any:
    return fortanix.import_security_object(
        SobjectRequest(
            name=name,
            obj_type=ObjectType.OPAQUE,
            group_id=group,
            key_ops=[KeyOperations.EXPORT, KeyOperations.APPMANAGEABLE],
            value=bytearray(value),
            enabled=True,
        )
    )


def export(fortanix: SecurityObjectsApi, name: str) -> bytes:
    return bytes(fortanix.get_security_object_value_ex(SobjectDescriptor(name=name)).value)


def refusal(call: t.Callable[[], t.Any]) -> tuple[int, str]:
    with pytest.raises(ApiException) as error:
        call()
    return error.value.status, error.value.body


def test_objects(double: Fortanix):
    fortanix = login(double)
    kept = store(fortanix, "a", b"value")
    assert kept.value is None and export(fortanix, "a") == b"value"
    assert refusal(lambda: store(fortanix, "a", b"other")) == (409, "sobject already exists")
    assert refusal(lambda: export(fortanix, "missing")) == (404, "sobject does not exist")
    store(fortanix, "b", b"value")
    assert [one.name for one in fortanix.get_security_objects(sort="name:asc")] == ["a", "b"]
    assert [one.name for one in fortanix.get_security_objects(sort="name:asc", start="a")] == ["b"]
    double.stop()
    double.start()
    assert refusal(lambda: export(fortanix, "a"))[0] == 401
    again = login(double)
    assert export(again, "a") == b"value"
    again.delete_security_object(kept.kid)
    assert refusal(lambda: export(again, "a"))[0] == 404


def test_who_comes(double: Fortanix):
    assert refusal(lambda: login(double, double.api_key(WRONG))) == (401, "Invalid credentials")
    open_session = login(double)
    AuthenticationApi(open_session.api_client).terminate()
    assert refusal(open_session.get_security_objects)[0] == 401
    open_session = login(double)
    double.revoke()
    assert refusal(lambda: login(double))[0] == 401
    assert refusal(open_session.get_security_objects)[0] == 401


def test_permissions(double: Fortanix):
    fortanix = login(double)
    kept = store(fortanix, "kept", b"value")
    double.grant(["EXPORT"])
    assert export(fortanix, "kept") == b"value"
    assert refusal(lambda: store(fortanix, "new", b"value"))[0] == 403
    assert refusal(lambda: fortanix.delete_security_object(kept.kid))[0] == 403
    double.grant(["MANAGE"])
    assert refusal(lambda: export(fortanix, "kept"))[0] == 403
    store(fortanix, "new", b"value")
    assert refusal(lambda: store(fortanix, "newer", b"value", "ce08d547-2a82-411e-ae2d-999999999999"))[0] == 403
    double.accounts["apps"][double.app]["groups"] = {}
    double.write_accounts()
    assert fortanix.get_security_objects() == []
    assert refusal(lambda: export(fortanix, "kept"))[0] == 404
