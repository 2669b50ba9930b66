# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Thales CipherTrust Manager (Gemalto KeySecure): secrets behind refresh tokens.

    POST   /api/v1/auth/tokens                         200 {"jwt", "duration", "token_type"}; 401 NCERRAuthFailed
    POST   /api/v1/vault/secrets                       201; 409 if the name is taken; 403 without the right
    POST   /api/v1/vault/secrets/NAME/export?type=name 200 {"material"}; 404 if missing, and without the right
    DELETE /api/v1/vault/secrets/NAME?type=name        204; 404 as above
    GET    /api/v1/vault/secrets?limit=&skip=          200 {"skip", "limit", "total", "resources"}
    else                                               404, but 200 for / (KES takes any answer for "reachable")

All but the first need the JWT that it gave, which lives for "duration" seconds; without: 401 in plain text. That a
refused read looks like a missing secret is what KES's authors note of the product. A domain sees its own secrets only.

Accounts: {"token_life": SECONDS, "clients": {NAME: {"refresh_token": str, "domain": str, "actions": [ACTION]}}}; the actions
are create, export, delete and list.

Source: the client in KES (internal/keystore/gemalto). There is no other client or server to compare with: a test
against this double proves what KES sends and how it takes an answer, not that the product answers so.
"""

from __future__ import annotations

import secrets
import time
import typing as t
import urllib.parse
import uuid

import jwt

from .server import Answer, Files, Request, Service

SECRETS = "/api/v1/vault/secrets"
MISSING = Answer(404, {"code": 16, "codeDesc": "NCERRResourceNotFound: Resource not found"})
REFUSED = Answer(403, {"code": 6, "codeDesc": "NCERRInsufficientPermissions: Insufficient permissions"})


class CipherTrust(Service):
    """State: {"signing_key": str, "domains": {DOMAIN: {NAME: secret}}}."""

    def __init__(self, files: Files) -> None:
        """Keep the key that signs JWTs, so that they stay valid over a restart."""
        super().__init__(files)
        files.state.setdefault("domains", {})
        files.state.setdefault("signing_key", secrets.token_hex(32))
        files.save()

    def answer(self, request: Request) -> Answer:
        """Route a call."""
        if (request.method, request.path) == ("POST", "/api/v1/auth/tokens"):
            return self._login(request)
        if not request.path.startswith(SECRETS):
            return Answer(200, "CipherTrust Manager\n") if request.path == "/" else MISSING
        claims = self._claims(request)
        if claims is None:
            return Answer(401, "401 Unauthorized\n")
        kept = self.files.state["domains"].setdefault(claims["domain"], {})
        # a JWT outlives its refresh token
        actions = self.files.accounts["clients"].get(claims["sub"], claims)["actions"]
        name, _slash, action = urllib.parse.unquote(request.path[len(SECRETS) + 1 :]).partition("/")
        if not name and request.method == "GET":
            return self._list(kept if "list" in actions else {}, request)
        if not name and request.method == "POST":
            return self._create(kept, request) if "create" in actions else REFUSED
        if request.query.get("type") != "name" or name not in kept:
            return MISSING
        if (request.method, action) == ("POST", "export"):
            return Answer(200, kept[name]) if "export" in actions else MISSING
        if (request.method, action) == ("DELETE", ""):
            return self._delete(kept, name) if "delete" in actions else MISSING
        return MISSING

    def _login(self, request: Request) -> Answer:
        accounts, form = self.files.accounts, request.json()
        given = ("refresh_token", form.get("refresh_token"), form.get("domain") or "root")
        for name, client in accounts["clients"].items():
            if given == ("refresh_token", client["refresh_token"], client["domain"]):
                return self._token(name, client, accounts["token_life"])
        return Answer(401, {"code": 7, "codeDesc": "NCERRAuthFailed: Authentication failed"})

    def _token(self, name: str, client: dict[str, t.Any], life: int) -> Answer:
        claims = {
            "sub": name, "domain": client["domain"], "actions": client["actions"],
            "exp": time.time() + life, "jti": str(uuid.uuid4()),
        }  # fmt: skip
        token = jwt.encode(claims, self.files.state["signing_key"], algorithm="HS256")
        return Answer(200, {"jwt": token, "duration": life, "token_type": "Bearer"})

    def _claims(self, request: Request) -> dict[str, t.Any] | None:
        try:
            token = request.credential("Bearer") or ""
            return jwt.decode(token, self.files.state["signing_key"], algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None

    def _create(self, kept: dict[str, t.Any], request: Request) -> Answer:
        wanted = request.json()
        if wanted.get("name") in kept:
            return Answer(409, {"code": 17, "codeDesc": "NCERRConflict: Resource already exists"})
        if (
            wanted.get("dataType") not in ("seed", "blob", "password")
            or not wanted.get("material")
            or not wanted.get("name")
        ):
            return Answer(422, {"code": 9, "codeDesc": "NCERRInvalidParamValue: Invalid parameter"})
        entry = {name: wanted[name] for name in ("name", "dataType", "material")}
        kept[wanted["name"]] = {"id": uuid.uuid4().hex, **entry}
        self.files.save()
        return Answer(201, self._shown(kept[wanted["name"]]))

    def _delete(self, kept: dict[str, t.Any], name: str) -> Answer:
        del kept[name]
        self.files.save()
        return Answer(204)

    def _list(self, kept: dict[str, t.Any], request: Request) -> Answer:
        skip, limit = int(request.query.get("skip", 0)), int(request.query.get("limit", 10))
        shown = [self._shown(kept[name]) for name in sorted(kept)]
        return Answer(200, {"skip": skip, "limit": limit, "total": len(shown), "resources": shown[skip : skip + limit]})

    @staticmethod
    def _shown(entry: dict[str, t.Any]) -> dict[str, t.Any]:
        return {name: value for name, value in entry.items() if name != "material"}
