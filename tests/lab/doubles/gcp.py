# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Google Cloud Secret Manager (gRPC), on Google's own message types.

google.cloud.secretmanager.v1.SecretManagerService
    CreateSecret         ALREADY_EXISTS if the name is taken         secretmanager.secrets.create
    AddSecretVersion     NOT_FOUND if there is no such secret        secretmanager.versions.add
    AccessSecretVersion  NOT_FOUND if there is no such version       secretmanager.versions.access
    DeleteSecret         NOT_FOUND if there is no such secret        secretmanager.secrets.delete
    ListSecrets          pages of 25                                 secretmanager.secrets.list
    without the permission, or in another project                    PERMISSION_DENIED
    without a valid token                                            UNAUTHENTICATED
GET anything             404 (KES takes any answer for "reachable")

A token is a JWT that the service account signs itself: RS256 with a key that the account has under this id, issued by
and for its address, not expired, for this service or with the scope cloud-platform. Clients dial
secretmanager.googleapis.com on port 443: the setting that would name another endpoint does not work in KES.

Accounts: {"project_id": str, "service_accounts": {EMAIL: {"keys": {KEY_ID: PEM of the public key}, "permissions": [PERMISSION]}}}

Sources: the client in KES (internal/keystore/gcp); Google's published message types; Google's Go library in KES and its
Python library, which both work against this double.
"""

from __future__ import annotations

import base64
import enum
import typing as t
import urllib.parse

import jwt
from google.cloud.secretmanager_v1.types import resources, service

from .server import Answer, Files, Request, Service

HOST = "secretmanager.googleapis.com"
PREFIX = "/google.cloud.secretmanager.v1.SecretManagerService/"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
PAGE = 25
NO_LOGIN = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)


class Code(enum.IntEnum):
    """The statuses of gRPC that are used here."""

    OK = 0
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    UNIMPLEMENTED = 12
    UNAUTHENTICATED = 16


class Refused(Exception):
    """A call that ends with another status than OK."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


def _reply(code: Code, message: str = "", content: bytes | None = None) -> Answer:
    """Return an answer of gRPC: at most one message, and the status behind it."""
    frame = b"" if content is None else b"\0" + len(content).to_bytes(4, "big") + content
    trailers = {"grpc-status": str(int(code)), "grpc-message": urllib.parse.quote(message, safe=" '\"()[]/.,:?=&@*")}
    return Answer(200, frame, {"content-type": "application/grpc"}, trailers)


class GcpSecretManager(Service):
    """State: {"secrets": {FULL NAME: [base64 of the payload of each version]}}."""

    protocols = ("h2", "http/1.1")

    def __init__(self, files: Files) -> None:
        """Know the calls: what each takes, needs and does."""
        super().__init__(files)
        self._secrets: dict[str, list[str]] = files.state.setdefault("secrets", {})
        self._calls: dict[str, tuple[t.Any, str, t.Callable[[t.Any], t.Any]]] = {
            "CreateSecret": (service.CreateSecretRequest, "secretmanager.secrets.create", self._create),
            "AddSecretVersion": (service.AddSecretVersionRequest, "secretmanager.versions.add", self._add),
            "AccessSecretVersion": (service.AccessSecretVersionRequest, "secretmanager.versions.access", self._access),
            "DeleteSecret": (service.DeleteSecretRequest, "secretmanager.secrets.delete", self._delete),
            "ListSecrets": (service.ListSecretsRequest, "secretmanager.secrets.list", self._list),
        }

    def answer(self, request: Request) -> Answer:
        """Take a call of gRPC; all else is not found."""
        if not request.path.startswith(PREFIX):
            return Answer(404, "not found")
        call = request.path[len(PREFIX) :]
        if call not in self._calls:
            return _reply(Code.UNIMPLEMENTED, f"{call} is not part of this double")
        kind, permission, method = self._calls[call]
        message = kind.deserialize(request.body[5:])
        try:
            self._admit(request, permission, getattr(message, "name", "") or message.parent)
            result = method(message)
        except Refused as refusal:
            return _reply(refusal.code, str(refusal))
        return _reply(Code.OK, content=type(result).serialize(result) if result is not None else b"")

    def _admit(self, request: Request, permission: str, target: str) -> None:
        accounts = self.files.accounts
        account = self._account(request.credential("Bearer") or "", accounts["service_accounts"])
        inside = f"{target}/".startswith(f"projects/{accounts['project_id']}/")
        if not inside or permission not in account["permissions"]:
            text = f"Permission '{permission}' denied for resource '{target}' (or it may not exist)."
            raise Refused(Code.PERMISSION_DENIED, text)

    @staticmethod
    def _account(token: str, accounts: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the service account that signed a token."""
        try:
            email = jwt.decode(token, options={"verify_signature": False})["iss"]
            account = accounts[email]
            key = account["keys"][jwt.get_unverified_header(token)["kid"]]
            required = {"verify_aud": False, "require": ["exp", "iat", "iss", "sub"]}
            claims = jwt.decode(token, key, algorithms=["RS256"], issuer=email, options=required)
        except (jwt.InvalidTokenError, KeyError):
            raise Refused(Code.UNAUTHENTICATED, NO_LOGIN) from None
        meant = claims.get("aud") == f"https://{HOST}/" or SCOPE in claims.get("scope", "").split()
        if claims["sub"] != email or not meant:
            raise Refused(Code.UNAUTHENTICATED, NO_LOGIN)
        return dict(account)

    def _create(self, message: t.Any) -> t.Any:
        name = f"{message.parent}/secrets/{message.secret_id}"
        if name in self._secrets:
            raise Refused(Code.ALREADY_EXISTS, f"Secret [{name}] already exists.")
        self._secrets[name] = []
        self.files.save()
        return resources.Secret(name=name, replication=message.secret.replication)

    def _add(self, message: t.Any) -> t.Any:
        if message.parent not in self._secrets:
            raise Refused(Code.NOT_FOUND, f"Secret [{message.parent}] not found.")
        versions = self._secrets[message.parent]
        versions.append(base64.b64encode(message.payload.data).decode())
        self.files.save()
        name = f"{message.parent}/versions/{len(versions)}"
        return resources.SecretVersion(name=name, state=resources.SecretVersion.State.ENABLED)

    def _access(self, message: t.Any) -> t.Any:
        secret, _word, version = message.name.rpartition("/versions/")
        versions = self._secrets.get(secret, [])
        number = len(versions) if version == "latest" else int(version)
        if not 1 <= number <= len(versions):
            raise Refused(Code.NOT_FOUND, f"Secret Version [{message.name}] not found.")
        payload = resources.SecretPayload(data=base64.b64decode(versions[number - 1]))
        return service.AccessSecretVersionResponse(name=f"{secret}/versions/{number}", payload=payload)

    def _delete(self, message: t.Any) -> None:
        if message.name not in self._secrets:
            raise Refused(Code.NOT_FOUND, f"Secret [{message.name}] not found.")
        del self._secrets[message.name]
        self.files.save()

    def _list(self, message: t.Any) -> t.Any:
        names = sorted(name for name in self._secrets if name.startswith(f"{message.parent}/"))
        start, size = int(message.page_token or 0), min(message.page_size or PAGE, PAGE)
        return service.ListSecretsResponse(
            secrets=[resources.Secret(name=name) for name in names[start : start + size]],
            next_page_token=str(start + size) if len(names) > start + size else "",
            total_size=len(names),
        )
