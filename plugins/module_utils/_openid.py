# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What an OpenID provider says of itself, whether MinIO can work with it, and tokens of it. Never a secret."""

from __future__ import annotations

import base64
import ssl
import typing as t
from urllib.parse import quote, urlencode, urlsplit

from . import _http
from ._errors import HardeningError, ServerError

Document = t.Dict[str, t.Any]
# what MinIO can verify by a key that the provider publishes (MinIO: internal/config/identity/openid/jwt.go)
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
CURVES = ("P-224", "P-256", "P-384", "P-521")
# what to change for the error codes of RFC 6749, in the words of the options openid
REFUSALS = {
    "invalid_client": "give the client_id and client_secret that it knows",
    "invalid_grant": "give the username and password that it knows",
    "invalid_scope": "ask for scopes that it gives to this client",
    "unauthorized_client": "have it allow this client the grant, or give a token",
    "unsupported_grant_type": "have it allow the grant, or give a token",
}
ENDPOINTS = ("issuer", "jwks_uri", "token_endpoint", "userinfo_endpoint")


def _fetch(url: str, tls: ssl.SSLContext, what: str) -> Document:
    """Return a JSON document; raises ServerError that names it."""
    answer = _http.request("GET", url, tls, headers={"Accept": "application/json"})
    if answer.status != 200:
        raise ServerError(f"{what} at {url} answers with status {answer.status}")
    if not answer.fields():
        raise ServerError(f"{what} at {url} is no JSON document")
    return answer.fields()


def discover(config_url: str, tls: ssl.SSLContext) -> Document:
    """Return the discovery document of a provider."""
    return _fetch(config_url, tls, "the discovery document")


def _keys(document: Document, tls: ssl.SSLContext) -> t.List[Document]:
    return [key for key in _fetch(document["jwks_uri"], tls, "the keys").get("keys") or [] if isinstance(key, dict)]


def _wrong_addresses(document: Document, needs_userinfo: bool) -> t.Iterator[str]:
    for name in ENDPOINTS:
        url = document.get(name)
        if not url:
            needed = name == "jwks_uri" or (name == "userinfo_endpoint" and needs_userinfo)
            if needed:
                yield f"its discovery document has no {name}: MinIO needs it"
        elif urlsplit(str(url)).scheme != "https":
            yield f"its {name} is {url}: have the provider say https:// there, nothing of it may go in clear"


def _wrong_issuer(config_url: str, document: Document) -> t.Iterator[str]:
    issuer = str(document.get("issuer") or "")
    expected = config_url[: -len("/.well-known/openid-configuration")]
    if issuer.rstrip("/") != expected.rstrip("/"):
        yield f"its issuer is {issuer or 'not given'} and its discovery document lies below {expected}: these have to be the same, set config_url by the issuer"


def _can_read(key: Document) -> bool:
    """Tell whether MinIO reads a key; one that it cannot read has it refuse the provider altogether."""
    if key.get("kty") == "EC":
        return key.get("crv") in CURVES
    return key.get("kty") == "RSA" or (key.get("alg"), key.get("crv")) == ("EdDSA", "Ed25519")


def _wrong_keys(keys: t.Sequence[Document], document: Document) -> t.Iterator[str]:
    unread = [
        f"{key.get('kid') or 'one without kid'} ({key.get('kty')} {key.get('crv', '')}".strip() + ")"
        for key in keys
        if not _can_read(key)
    ]
    signing = [key for key in keys if key.get("use", "sig") == "sig"]
    if not signing:
        yield "it publishes no key for signatures: MinIO verifies tokens by RSA and EC keys, have it publish one"
    if unread:
        yield f"it publishes the key {unread[0]}: MinIO reads RSA and EC keys only and refuses a provider that has another one, take it away"
    if not all(key.get("kid") for key in signing):
        yield "one of its keys has no kid: MinIO takes no token without, have the provider name its keys"
    algorithms = document.get("id_token_signing_alg_values_supported") or []
    if algorithms and not set(algorithms).intersection(ALGORITHMS):
        yield f"it signs ID tokens by {', '.join(map(str, algorithms))}: MinIO verifies {', '.join(ALGORITHMS)}, choose one of these"


def examine(config_url: str, tls: ssl.SSLContext, needs_userinfo: bool = False) -> Document:
    """Return what a provider says of itself and what is wrong with it: issuer, algorithms, keys, problems."""
    found: Document = {"issuer": None, "token_endpoint": None, "algorithms": [], "keys": [], "problems": []}
    try:
        document = discover(config_url, tls)
        found["issuer"] = document.get("issuer")
        found["token_endpoint"] = document.get("token_endpoint")
        found["algorithms"] = document.get("id_token_signing_alg_values_supported") or []
        found["problems"] += [*_wrong_addresses(document, needs_userinfo), *_wrong_issuer(config_url, document)]
        if str(document.get("jwks_uri")).startswith("https://"):
            keys = _keys(document, tls)
            found["keys"] = [
                {"kid": key.get("kid"), "type": key.get("kty"), "algorithm": key.get("alg")} for key in keys
            ]
            found["problems"] += _wrong_keys(keys, document)
    except HardeningError as error:
        hint = ": have MinIO trust its CA, by minio_tls_trusted_cas" if "not to be trusted" in str(error) else ""
        found["problems"].append(f"{error}{hint}")
    return found


class Client(t.NamedTuple):
    """Who asks a provider for a token."""

    client_id: str
    client_secret: t.Optional[str]


def _ask(document: Document, tls: ssl.SSLContext, client: Client, form: t.Dict[str, str]) -> Document:
    methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if client.client_secret and "client_secret_basic" in methods:
        pair = f"{quote(client.client_id, safe='')}:{quote(client.client_secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form = {**form, "client_id": client.client_id}
        if client.client_secret:
            form["client_secret"] = client.client_secret
    url = str(document.get("token_endpoint") or "")
    answer = _http.request("POST", url, tls, urlencode(form).encode(), headers)
    if answer.status != 200:
        # an error code of RFC 6749, and nothing of the text behind it, which may repeat what was sent
        code = str(answer.fields().get("error") or "no error code")
        shown = code if code.replace("_", "").isalpha() else "an unknown error code"
        hint = f": {REFUSALS[shown]}" if shown in REFUSALS else ""
        raise ServerError(f"the provider gives no token: {url} answers with status {answer.status}, {shown}{hint}")
    return answer.fields()


def token(
    config_url: str,
    tls: ssl.SSLContext,
    client: Client,
    scopes: t.Sequence[str],
    username: t.Optional[str] = None,
    password: t.Optional[str] = None,
) -> t.Tuple[str, t.Optional[str]]:
    """Return a token for MinIO and the access token, by name and password of a user, else by the client's own credential."""
    document = discover(config_url, tls)
    form = {"grant_type": "password" if username else "client_credentials"}
    if username:
        form.update(username=username, password=password or "")
    if scopes:
        form["scope"] = " ".join(scopes)
    answer = _ask(document, tls, client, form)
    access = answer.get("access_token")
    for candidate in (answer.get("id_token"), access):
        if isinstance(candidate, str) and candidate.count(".") == 2:
            return candidate, access if isinstance(access, str) else None
    raise ServerError(
        f"the provider answers at {document.get('token_endpoint')} with neither an ID token nor an access token that is a JWT: MinIO takes nothing else"
    )
