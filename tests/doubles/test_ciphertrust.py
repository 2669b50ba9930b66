# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Thales CipherTrust Manager: there is no client to be had but the one in KES, whose calls are made by hand here."""

from __future__ import annotations

import json
import ssl
import time
import typing as t
import urllib.error
import urllib.request

from tests.integration.servers.doubles.base import TOKEN_LIFE, WRONG
from tests.integration.servers.doubles.ciphertrust import CipherTrust

SERVICE = "ciphertrust"
SECRETS = "/api/v1/vault/secrets"


def call(double: CipherTrust, method: str, path: str, body: t.Any = None, token: str = "") -> tuple[int, t.Any]:
    """Make a call as KES does: a body comes in chunks, without its length."""
    request = urllib.request.Request(f"{double.url}{path}", method=method)
    if body is not None:
        request.data = iter([json.dumps(body).encode()])
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    context = ssl.create_default_context(cafile=str(double.ca_path))
    try:
        with urllib.request.urlopen(request, context=context, timeout=5) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        text = error.read().decode()
        return error.code, json.loads(text) if error.headers["Content-Type"] == "application/json" else text


def login(double: CipherTrust, token: str = CipherTrust.token, domain: str = "root") -> tuple[int, t.Any]:
    form = {"grant_type": "refresh_token", "refresh_token": token, "domain": domain}
    return call(double, "POST", "/api/v1/auth/tokens", form)


def jwt_of(double: CipherTrust, **more: str) -> str:
    status, answer = login(double, **more)
    assert (status, answer["token_type"], answer["duration"]) == (200, "Bearer", TOKEN_LIFE)
    return str(answer["jwt"])


def secret(name: str, kind: str = "seed") -> dict[str, str]:
    return {"dataType": kind, "material": "value", "name": name}


def test_secrets(double: CipherTrust):
    double.accounts["token_life"] = 60
    double.write_accounts()
    token = str(login(double)[1]["jwt"])
    status, made = call(double, "POST", SECRETS, secret("a"), token)
    assert status == 201 and "material" not in made
    assert call(double, "POST", SECRETS, secret("a"), token)[0] == 409
    assert call(double, "POST", SECRETS, secret("b", "unknown"), token)[0] == 422
    assert call(double, "POST", f"{SECRETS}/missing/export?type=name", None, token)[0] == 404
    for name in ("b", "c"):
        call(double, "POST", SECRETS, secret(name), token)
    status, page = call(double, "GET", f"{SECRETS}?limit=2&skip=1", None, token)
    assert (page["skip"], page["total"], [one["name"] for one in page["resources"]]) == (1, 3, ["b", "c"])
    double.stop()
    double.start()
    assert call(double, "POST", f"{SECRETS}/a/export?type=name", None, token)[1]["material"] == "value"
    assert call(double, "DELETE", f"{SECRETS}/a?type=name", None, token) == (204, None)
    assert call(double, "DELETE", f"{SECRETS}/a?type=name", None, token)[0] == 404
    assert call(double, "GET", f"/{SECRETS}", None, token)[0] == 404


def test_who_comes(double: CipherTrust):
    for wrong in ({"token": WRONG}, {"domain": "elsewhere"}):
        status, answer = login(double, **wrong)
        assert status == 401 and answer["codeDesc"].startswith("NCERRAuthFailed")
    assert call(double, "GET", SECRETS) == (401, "401 Unauthorized\n")
    assert call(double, "GET", SECRETS, None, "no.jwt.atall") == (401, "401 Unauthorized\n")


def test_a_jwt_outlives_its_refresh_token(double: CipherTrust):
    token = jwt_of(double)
    double.revoke()
    assert login(double)[0] == 401
    assert call(double, "GET", SECRETS, None, token)[0] == 200
    time.sleep(TOKEN_LIFE + 0.5)
    assert call(double, "GET", SECRETS, None, token)[0] == 401


def test_a_domain_is_closed_to_others(double: CipherTrust):
    double.accounts["clients"]["other"] = {"refresh_token": "other", "domain": "other", "actions": ["create", "export"]}
    double.write_accounts()
    call(double, "POST", SECRETS, secret("ours"), jwt_of(double))
    other = jwt_of(double, token="other", domain="other")
    assert call(double, "POST", f"{SECRETS}/ours/export?type=name", None, other)[0] == 404


def test_actions(double: CipherTrust):
    """Only a refused creation says so."""
    call(double, "POST", SECRETS, secret("kept"), jwt_of(double))
    double.grant([])
    token = jwt_of(double)
    assert call(double, "POST", SECRETS, secret("new"), token)[0] == 403
    assert call(double, "POST", f"{SECRETS}/kept/export?type=name", None, token)[0] == 404
    assert call(double, "DELETE", f"{SECRETS}/kept?type=name", None, token)[0] == 404
    assert call(double, "GET", SECRETS, None, token)[1]["resources"] == []
    double.restore()
    assert call(double, "POST", f"{SECRETS}/kept/export?type=name", None, jwt_of(double))[0] == 200
