# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fortanix Data Security Manager (SDKMS): opaque security objects behind the API key of an app.

    GET    /sys/v1/health                      204, without credentials
    POST   /sys/v1/session/auth                200 {"access_token"}; 401 (Basic: the API key)
    POST   /sys/v1/session/terminate           204 (Bearer: the token)
    PUT    /crypto/v1/keys                     201; 409 "sobject already exists"
    POST   /crypto/v1/keys/export {"name"}     200 {"kid", "value", "enabled"}; 404 "sobject does not exist"
    GET    /crypto/v1/keys?sort=&start=&limit= 200 [{"name"}]; start is exclusive
    DELETE /crypto/v1/keys/KID                 204
    else                                       404 (KES takes any answer for "reachable")

An app creates and deletes with the permission MANAGE of a group, exports with EXPORT, and sees what its groups hold.
KES compares the two texts above letter by letter.

Accounts: {"apps": {APP_ID: {"secret": str, "default_group": GROUP, "groups": {GROUP: [PERMISSION]}}}}; the API key is
base64 of APP_ID:SECRET.

Sources: the client in KES (internal/keystore/fortanix); Fortanix's Python client sdkms, which works against this double.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import time
import typing as t
import uuid

from .server import Answer, Files, Request, Service

KEYS = "/crypto/v1/keys"
MISSING = Answer(404, "sobject does not exist")
REFUSED = Answer(403, "Requester does not have the required permissions")
SESSION_SECONDS = 600


class Fortanix(Service):
    """State: {"objects": {NAME: security object}}; sessions end with the double."""

    def __init__(self, files: Files) -> None:
        """Begin without sessions."""
        super().__init__(files)
        files.state.setdefault("objects", {})
        self._sessions: dict[str, tuple[str, float]] = {}

    def answer(self, request: Request) -> Answer:
        """Route a call."""
        call = (request.method, request.path)
        if call == ("GET", "/sys/v1/health"):
            return Answer(204)
        if not request.path.startswith((KEYS, "/sys/v1/session/")):
            return Answer(404, "not found")
        app_id = self._app_id(request)
        app = self.files.accounts["apps"].get(app_id)
        if app is None:
            return Answer(401, "Invalid credentials")
        if call == ("POST", "/sys/v1/session/auth"):
            return self._login(t.cast(str, app_id))
        if call == ("POST", "/sys/v1/session/terminate"):
            return self._logout(request)
        if call == ("PUT", KEYS):
            return self._create(app, request.json())
        if call == ("POST", f"{KEYS}/export"):
            return self._export(app, request.json())
        if call == ("GET", KEYS):
            return self._list(app, request)
        if request.method == "DELETE":
            return self._delete(app, request.path[len(KEYS) + 1 :])
        return Answer(404, "not found")

    def _app_id(self, request: Request) -> str | None:
        """Return who calls, by API key or session; None for a credential that is no longer or never was valid."""
        token = request.credential("Bearer")
        if token is not None:
            app_id, end = self._sessions.get(token, ("", 0.0))
            return app_id if time.time() < end else None
        try:
            given = base64.b64decode(request.credential("Basic") or "", validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
        app_id, _colon, secret = given.partition(":")
        app = self.files.accounts["apps"].get(app_id)
        return app_id if app and hmac.compare_digest(app["secret"].encode(), secret.encode()) else None

    def _login(self, app_id: str) -> Answer:
        token = secrets.token_urlsafe(32)
        self._sessions[token] = (app_id, time.time() + SESSION_SECONDS)
        answer = {"token_type": "Bearer", "expires_in": SESSION_SECONDS, "access_token": token, "entity_id": app_id}
        return Answer(200, answer)

    def _logout(self, request: Request) -> Answer:
        self._sessions.pop(request.credential("Bearer") or "", None)
        return Answer(204)

    def _create(self, app: dict[str, t.Any], wanted: dict[str, t.Any]) -> Answer:
        group = wanted.get("group_id", app["default_group"])
        if "MANAGE" not in app["groups"].get(group, []):
            return REFUSED
        if wanted.get("name") in self.files.state["objects"]:
            return Answer(409, "sobject already exists")
        if wanted.get("obj_type") != "OPAQUE" or not wanted.get("name"):
            return Answer(400, "an OPAQUE object with a name is expected")
        try:
            size = len(base64.b64decode(wanted["value"], validate=True))
        except (KeyError, binascii.Error):
            return Answer(400, "value is not base64")
        entry = {
            "kid": str(uuid.uuid4()), "name": wanted["name"], "obj_type": "OPAQUE", "group_id": group,
            "key_ops": wanted.get("key_ops", []), "enabled": wanted.get("enabled", True), "value": wanted["value"],
            "key_size": size * 8, "origin": "External", "state": "Active", "public_only": False,
            "acct_id": str(uuid.UUID(int=1)), "creator": {"app": str(uuid.UUID(int=2))},
            "created_at": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()), "lastused_at": "19700101T000000Z",
        }  # fmt: skip
        self.files.state["objects"][wanted["name"]] = entry
        self.files.save()
        return Answer(201, self._shown(entry))

    def _found(self, app: dict[str, t.Any], key: str, value: t.Any) -> dict[str, t.Any] | None:
        for entry in self.files.state["objects"].values():
            if entry[key] == value and entry["group_id"] in app["groups"]:
                return dict(entry)
        return None

    def _export(self, app: dict[str, t.Any], wanted: dict[str, t.Any]) -> Answer:
        key = "kid" if "kid" in wanted else "name"
        entry = self._found(app, key, wanted.get(key))
        if entry is None:
            return MISSING
        if "EXPORT" not in app["groups"][entry["group_id"]] or "EXPORT" not in entry["key_ops"]:
            return REFUSED
        return Answer(200, entry)

    def _list(self, app: dict[str, t.Any], request: Request) -> Answer:
        kept = self.files.state["objects"]
        names = sorted(name for name in kept if name > request.query.get("start", ""))
        shown = [self._shown(kept[name]) for name in names if kept[name]["group_id"] in app["groups"]]
        return Answer(200, shown[: int(request.query.get("limit", 1000))])

    def _delete(self, app: dict[str, t.Any], kid: str) -> Answer:
        entry = self._found(app, "kid", kid)
        if entry is None:
            return MISSING
        if "MANAGE" not in app["groups"][entry["group_id"]]:
            return REFUSED
        del self.files.state["objects"][entry["name"]]
        self.files.save()
        return Answer(204)

    @staticmethod
    def _shown(entry: dict[str, t.Any]) -> dict[str, t.Any]:
        return {name: value for name, value in entry.items() if name != "value"}
