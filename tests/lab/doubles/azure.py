# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure Key Vault (secrets), and the part of Microsoft Entra ID in front of it.

login.microsoftonline.com
    GET  /common/discovery/instance                     instance discovery of Microsoft's library MSAL
    GET  /TENANT/v2.0/.well-known/openid-configuration  200; 400 AADSTS90002 for another tenant
    POST /TENANT/oauth2/v2.0/token                      200; 400 AADSTS700016 (no such application), 401 AADSTS7000215
                                                        (wrong secret), 401 AADSTS7000222 (expired secret)
VAULT.vault.azure.net
    a call without a valid access token                 401 and the challenge that names tenant and resource
    GET    /secrets/NAME[/VERSION]                      200; 404 SecretNotFound
    PUT    /secrets/NAME {"value"}                      200; 409 while a deleted secret has that name
    GET    /secrets/NAME/versions                       200, also for a missing secret: an empty "value"
    GET    /secrets[?$skiptoken=]                       200, pages of 25
    DELETE /secrets/NAME                                200: deleted, but recoverable
    GET    /deletedsecrets/NAME                         200; 404
    DELETE /deletedsecrets/NAME                         204; 403 if the vault is protected from purging
    without the permission                              403 Forbidden, AccessDenied

Clients dial both names on port 443: KES can neither be given another cloud nor another port.

Accounts: {"tenant_id": str, "vault": str, "purge_protection": bool, "token_life": SECONDS, "applications":
{CLIENT_ID: {"client_secrets": {SECRET: END}, "permissions": [PERMISSION]}}}; END is ISO 8601 with a time zone, the
permissions are those of an access policy: get, list, set, delete, purge.

Sources: the client in KES (internal/keystore/azure); Microsoft's REST reference of Key Vault and error codes of Entra
ID; Microsoft's Go libraries in KES and its Python libraries, which both work against this double.
"""

from __future__ import annotations

import base64
import datetime
import re
import time
import typing as t
import urllib.parse
import uuid

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from .server import Answer, Files, Request, Service

LOGIN_HOST = "login.microsoftonline.com"
RESOURCE = "https://vault.azure.net"
PAGE = 25
RETENTION_SECONDS = 90 * 86400
# the permission for a method on a collection (False) or one of its entries (True)
PERMISSIONS = {
    ("GET", "secrets", False): "list",
    ("GET", "secrets", True): "get",
    ("PUT", "secrets", True): "set",
    ("DELETE", "secrets", True): "delete",
    ("GET", "deletedsecrets", True): "get",
    ("DELETE", "deletedsecrets", True): "purge",
}


def _error(status: int, code: str, message: str, inner: str | None = None) -> Answer:
    """Return an error of Key Vault."""
    return Answer(
        status, {"error": {"code": code, "message": message, **({"innererror": {"code": inner}} if inner else {})}}
    )


def _refusal(status: int, error: str, code: int, text: str) -> Answer:
    """Return an error of Entra ID."""
    trace, now = uuid.uuid4(), time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime())
    return Answer(
        status,
        {
            "error": error,
            "error_description": f"AADSTS{code}: {text} Trace ID: {trace} Correlation ID: {trace} Timestamp: {now}",
            "error_codes": [code],
            "timestamp": now,
            "trace_id": str(trace),
            "correlation_id": str(trace),
            "error_uri": f"https://{LOGIN_HOST}/error?code={code}",
        },
    )


class AzureKeyVault(Service):
    """State: {"live": {NAME: [version]}, "deleted": {NAME: [version]}, "signing_key": PEM of the key for access tokens}."""

    def __init__(self, files: Files) -> None:
        """Keep the signing key, so that access tokens stay valid over a restart, as they do in Azure."""
        super().__init__(files)
        if "signing_key" not in files.state:
            pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            files.state.update(live={}, deleted={}, signing_key=pem.decode())
            files.save()
        key = serialization.load_pem_private_key(files.state["signing_key"].encode(), None)
        self._signing_key = t.cast(rsa.RSAPrivateKey, key)

    def answer(self, request: Request) -> Answer:
        """Tell the hosts apart."""
        accounts = self.files.accounts
        if request.host == LOGIN_HOST:
            return self._login(request, accounts)
        if request.host == f"{accounts['vault']}.vault.azure.net":
            return self._vault(request, accounts)
        return Answer(404, "no such host")

    # Entra ID

    def _login(self, request: Request, accounts: dict[str, t.Any]) -> Answer:
        if request.path == "/common/discovery/instance":
            return self._discovery(accounts["tenant_id"])
        tenant, _slash, path = request.path[1:].partition("/")
        if path not in ("v2.0/.well-known/openid-configuration", "oauth2/v2.0/token"):
            return Answer(404)
        if tenant != accounts["tenant_id"]:
            return _refusal(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found.")
        if path.startswith("oauth2"):
            return self._token(request, accounts)
        base = f"https://{LOGIN_HOST}/{tenant}"
        return Answer(
            200,
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
            },
        )

    @staticmethod
    def _discovery(tenant: str) -> Answer:
        aliases = [LOGIN_HOST, "login.windows.net"]
        return Answer(
            200,
            {
                "tenant_discovery_endpoint": f"https://{LOGIN_HOST}/{tenant}/v2.0/.well-known/openid-configuration",
                "api-version": "1.1",
                "metadata": [{"preferred_network": aliases[0], "preferred_cache": aliases[1], "aliases": aliases}],
            },
        )

    def _token(self, request: Request, accounts: dict[str, t.Any]) -> Answer:
        form = dict(urllib.parse.parse_qsl(request.body.decode()))
        client, secret = form.get("client_id", ""), form.get("client_secret", "")
        if request.credential("Basic"):
            given = base64.b64decode(request.credential("Basic") or "").decode()
            client, secret = (urllib.parse.unquote(part) for part in given.split(":", 1))
        application = accounts["applications"].get(client)
        if application is None:
            text = f"Application with identifier '{client}' was not found in the directory '{accounts['tenant_id']}'."
            return _refusal(400, "unauthorized_client", 700016, text)
        if secret not in application["client_secrets"]:
            text = (
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
                f"not the client secret ID, for a secret added to app '{client}'."
            )
            return _refusal(401, "invalid_client", 7000215, text)
        end = datetime.datetime.fromisoformat(application["client_secrets"][secret])
        if end < datetime.datetime.now(datetime.timezone.utc):
            text = f"The provided client secret keys for app '{client}' are expired."
            return _refusal(401, "invalid_client", 7000222, text)
        if form.get("grant_type") != "client_credentials":
            return _refusal(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
        return self._access_token(client, form.get("scope", ""), accounts)

    def _access_token(self, client: str, scope: str, accounts: dict[str, t.Any]) -> Answer:
        now, life = int(time.time()), accounts["token_life"]
        claims = {
            "iss": self._issuer(accounts), "aud": scope.split()[0].removesuffix("/.default"), "iat": now,
            "nbf": now - 5, "exp": now + life, "tid": accounts["tenant_id"], "appid": client,
            "oid": str(uuid.uuid5(uuid.NAMESPACE_DNS, client)),
        }  # fmt: skip
        token = jwt.encode(claims, self._signing_key, algorithm="RS256")
        answer = {"token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": token}
        return Answer(200, answer)

    @staticmethod
    def _issuer(accounts: dict[str, t.Any]) -> str:
        return f"https://sts.windows.net/{accounts['tenant_id']}/"

    # Key Vault

    def _vault(self, request: Request, accounts: dict[str, t.Any]) -> Answer:
        claims = self._claims(request, accounts)
        if isinstance(claims, Answer):
            return claims
        found = re.fullmatch(r"/(secrets|deletedsecrets)(?:/([0-9A-Za-z-]{1,127})(?:/([^/]+))?)?/?", request.path)
        if not found:
            return _error(400, "BadParameter", "The request URI contains an invalid name")
        collection, name, version = found.groups()
        permission = PERMISSIONS.get((request.method, collection, bool(name)))
        if permission is None:
            return _error(405, "MethodNotAllowed", "not part of this double")
        if version == "versions":
            permission = "list"
        granted = accounts["applications"].get(claims["appid"], {"permissions": []})["permissions"]
        if permission not in granted:
            return self._forbidden(permission, claims, accounts)
        if permission == "list":
            return self._list(name, request, accounts)
        if permission == "get":
            return self._get("live" if collection == "secrets" else "deleted", name, version)
        if permission == "set":
            return self._set(name, request, accounts)
        return self._delete(name, accounts) if permission == "delete" else self._purge(name, accounts)

    def _claims(self, request: Request, accounts: dict[str, t.Any]) -> dict[str, t.Any] | Answer:
        message = "AKV10000: Request is missing a Bearer or PoP token."
        token = request.credential("Bearer")
        if token is not None:
            try:
                return jwt.decode(
                    token,
                    self._signing_key.public_key(),
                    algorithms=["RS256"],
                    audience=RESOURCE,
                    issuer=self._issuer(accounts),
                )
            except jwt.ExpiredSignatureError:
                message = "[TokenExpired] Error validating token: 'S2S12086'."
            except jwt.InvalidTokenError:
                message = "[BearerReadAccessTokenFailed] Error validating token: 'S2S12005'."
        authority = f"https://{LOGIN_HOST}/{accounts['tenant_id']}"
        challenge = f'Bearer authorization="{authority}", resource="{RESOURCE}"'
        return _error(401, "Unauthorized", message)._replace(headers={"www-authenticate": challenge})

    def _forbidden(self, permission: str, claims: dict[str, t.Any], accounts: dict[str, t.Any]) -> Answer:
        caller = f"appid={claims['appid']};oid={claims['oid']};iss={claims['iss']}"
        text = (
            f"The user, group or application '{caller}' does not have secrets {permission} permission on key vault "
            f"'{accounts['vault']};location=westeurope'. For help resolving this issue, please see "
            "https://go.microsoft.com/fwlink/?linkid=2125287"
        )
        return _error(403, "Forbidden", text, "AccessDenied")

    @staticmethod
    def _missing(name: str) -> Answer:
        text = f"A secret with (name/id) {name} was not found in this key vault."
        return _error(404, "SecretNotFound", text)

    def _list(self, name: str | None, request: Request, accounts: dict[str, t.Any]) -> Answer:
        """List all secrets, or the versions of one."""
        live, base = self.files.state["live"], f"https://{accounts['vault']}.vault.azure.net/secrets"
        if name is None:
            items = [{"id": f"{base}/{one}", "attributes": live[one][-1]["attributes"]} for one in sorted(live)]
        else:
            items = [{key: entry[key] for key in ("id", "attributes")} for entry in live.get(name, [])]
        start = int(request.query.get("$skiptoken", 0))
        version = request.query.get("api-version", "7.5")
        url = f"https://{request.host}{request.path}?api-version={version}&$skiptoken={start + PAGE}"
        more = len(items) > start + PAGE
        return Answer(200, {"value": items[start : start + PAGE], "nextLink": url if more else None})

    def _get(self, where: str, name: str, version: str | None) -> Answer:
        for entry in reversed(self.files.state[where].get(name, [])):
            if version is None or entry["id"].endswith("/" + version):
                return Answer(200, entry)
        return self._missing(name)

    def _set(self, name: str, request: Request, accounts: dict[str, t.Any]) -> Answer:
        if name in self.files.state["deleted"]:
            text = (
                f"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this "
                "state, the secret can only be recovered or purged."
            )
            return _error(409, "Conflict", text, "ObjectIsDeletedButRecoverable")
        value = request.json().get("value")
        if not isinstance(value, str):
            return _error(400, "BadParameter", "Property 'value' is required")
        now = int(time.time())
        attributes = {
            "enabled": True, "created": now, "updated": now, "recoverableDays": 90,
            "recoveryLevel": "Recoverable" if accounts["purge_protection"] else "Recoverable+Purgeable",
        }  # fmt: skip
        identifier = f"https://{request.host}/secrets/{name}/{uuid.uuid4().hex}"
        entry = {"id": identifier, "value": value, "attributes": attributes}
        self.files.state["live"].setdefault(name, []).append(entry)
        self.files.save()
        return Answer(200, entry)

    def _delete(self, name: str, accounts: dict[str, t.Any]) -> Answer:
        if name not in self.files.state["live"]:
            return self._missing(name)
        entries = self.files.state["deleted"][name] = self.files.state["live"].pop(name)
        self.files.save()
        now = int(time.time())
        recovery = f"https://{accounts['vault']}.vault.azure.net/deletedsecrets/{name}"
        dates = {"deletedDate": now, "scheduledPurgeDate": now + RETENTION_SECONDS}
        return Answer(200, {**entries[-1], "recoveryId": recovery, **dates})

    def _purge(self, name: str, accounts: dict[str, t.Any]) -> Answer:
        if name not in self.files.state["deleted"]:
            return self._missing(name)
        if accounts["purge_protection"]:
            text = 'Operation "purge" is not allowed because purge protection is enabled for this vault.'
            return _error(403, "Forbidden", text, "ForbiddenByPolicy")
        del self.files.state["deleted"][name]
        self.files.save()
        return Answer(204)
