# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Google Cloud Secret Manager, with Google's library google-cloud-secret-manager."""

from __future__ import annotations

import typing as t

import grpc
import pytest
from google.api_core import exceptions
from google.auth.transport.grpc import AuthMetadataPlugin
from google.auth.transport.requests import Request
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import SecretManagerServiceGrpcTransport
from google.oauth2 import service_account

from tests.integration.servers.doubles.base import PORT
from tests.integration.servers.doubles.gcp import Gcp

SERVICE = "gcp"
HOST = Gcp.names[0]
PARENT = f"projects/{Gcp.project}"


def client(double: Gcp, **other: str) -> SecretManagerServiceClient:
    """Return Google's client; its login is the service account's, with *other* values in its file."""
    login = double.keystore["gcp"]["secretmanager"]["credentials"]
    info = {**login, "type": "service_account", "token_uri": "https://127.0.0.1:1/none", **other}
    # signs itself, as Google's clients do unless told otherwise
    credentials = service_account.Credentials.from_service_account_info(info).with_always_use_jwt_access(True)
    plugin = AuthMetadataPlugin(credentials, Request(), default_host=HOST)
    channel = grpc.secure_channel(
        f"{double.address}:{PORT}",
        grpc.composite_channel_credentials(
            grpc.ssl_channel_credentials(double.ca_path.read_bytes()), grpc.metadata_call_credentials(plugin)
        ),
        options=[("grpc.ssl_target_name_override", HOST)],
    )
    return SecretManagerServiceClient(transport=SecretManagerServiceGrpcTransport(channel=channel))


def store(google: SecretManagerServiceClient, name: str, value: bytes) -> None:
    secret = {"replication": {"automatic": {}}}
    google.create_secret(request={"parent": PARENT, "secret_id": name, "secret": secret})
    google.add_secret_version(request={"parent": f"{PARENT}/secrets/{name}", "payload": {"data": value}})


def read(google: SecretManagerServiceClient, name: str, version: str = "1") -> bytes:
    answer = google.access_secret_version(request={"name": f"{PARENT}/secrets/{name}/versions/{version}"}, retry=None)
    return bytes(answer.payload.data)


def test_secrets(double: Gcp):
    google = client(double)
    store(google, "a", b"value")
    google.add_secret_version(request={"parent": f"{PARENT}/secrets/a", "payload": {"data": b"newer"}})
    assert read(google, "a") == b"value" and read(google, "a", "latest") == b"newer"
    with pytest.raises(exceptions.AlreadyExists):
        store(google, "a", b"other")
    with pytest.raises(exceptions.NotFound):
        read(google, "missing")
    double.stop()
    double.start()
    assert read(client(double), "a") == b"value"


def test_a_long_list_comes_in_pages(double: Gcp):
    google = client(double)
    names = {f"{PARENT}/secrets/page-{number}" for number in range(30)}
    for name in names:
        store(google, name.rpartition("/")[2], b"value")
    assert names <= {secret.name for secret in google.list_secrets(request={"parent": PARENT})}
    google.delete_secret(request={"name": f"{PARENT}/secrets/page-0"})
    assert f"{PARENT}/secrets/page-0" not in {one.name for one in google.list_secrets(request={"parent": PARENT})}


def test_who_comes(double: Gcp):
    strangers: list[dict[str, str]] = [
        {"private_key": double.wrong_secret},
        {"private_key_id": 40 * "0"},
        {"client_email": "other@kes-test.iam.gserviceaccount.com"},
    ]
    for other in strangers:
        with pytest.raises(exceptions.Unauthenticated):
            read(client(double, **other), "a")
    double.revoke()
    with pytest.raises(exceptions.Unauthenticated):
        read(client(double), "a")


def test_another_project(double: Gcp):
    with pytest.raises(exceptions.PermissionDenied):
        list(client(double).list_secrets(request={"parent": "projects/elsewhere"}))


@pytest.mark.parametrize("missing", Gcp.rights)
def test_permissions(double: Gcp, missing):
    google = client(double)
    kept = missing.rpartition(".")[2]
    store(google, f"kept-{kept}", b"value")
    double.grant([right for right in double.rights if right != missing])
    secret = {"replication": {"automatic": {}}}
    new = {"parent": PARENT, "secret_id": f"new-{kept}", "secret": secret}
    version = {"parent": f"{PARENT}/secrets/kept-{kept}", "payload": {"data": b"value"}}
    calls: dict[str, t.Callable[[], t.Any]] = {
        "secretmanager.secrets.create": lambda: google.create_secret(request=new),
        "secretmanager.versions.add": lambda: google.add_secret_version(request=version),
        "secretmanager.versions.access": lambda: read(google, f"kept-{kept}"),
        "secretmanager.secrets.list": lambda: list(google.list_secrets(request={"parent": PARENT})),
        "secretmanager.secrets.delete": lambda: google.delete_secret(request={"name": f"{PARENT}/secrets/kept-{kept}"}),
    }
    for name, call in calls.items():
        if name == missing:
            with pytest.raises(exceptions.PermissionDenied, match=missing):
                call()
        else:
            call()
