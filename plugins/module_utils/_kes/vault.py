# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask HashiCorp Vault or OpenBao, as KES would, whether it can be used: sealed or not, login, engine, rights."""

from __future__ import annotations

import base64
import typing as t

from .. import _http
from .._errors import InputError, ServerError
from . import reasons
from .endpoint import Endpoint, Facts, facts
from .options import NEEDED, SECRET, TEXT, Settings, group

Call = t.Tuple[str, t.Set[str]]
VARIABLE = "minio_kes_vault"
# the settings: what KES parses under keystore.vault. KES ignores everything else without a word.
OPTIONS: t.Dict[str, t.Any] = {
    "endpoint": NEEDED,
    "engine": TEXT,
    "version": {"type": "str", "choices": ["v1", "v2"]},
    "namespace": TEXT,
    "prefix": TEXT,
    "approle": group(engine=TEXT, namespace=TEXT, id=SECRET, secret=SECRET),
    "kubernetes": group(engine=TEXT, namespace=TEXT, role=TEXT, jwt=SECRET),
    "transit": group(engine=TEXT, key={"type": "str", "no_log": False}),
    "ca": TEXT,
    "client_certificate": TEXT,
    "client_key": SECRET,
    "ping": TEXT,
}
LOGINS = ("approle", "kubernetes")
# a token that lives shorter is renewed so late by some releases of KES that calls fail in between
SHORTEST_TOKEN = 300
# what KES takes from the transit engine begins so, and with the second version of a key nothing does any more
FIRST_VERSION = "vault:v1:"


class Vault:
    """One server, asked with the settings of KES."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.server = Endpoint(settings["endpoint"], settings.get("ca"), VARIABLE)
        self.endpoint = self.server.url
        if settings.get("client_certificate"):
            _http.load_client_pair(self.server.tls, settings["client_certificate"], settings["client_key"])
        self.token: t.Optional[str] = None

    def call(self, method: str, path: str, namespace: t.Optional[str], body: t.Any = None) -> _http.Response:
        """Send a request; raises ServerError where no answer comes."""
        headers = {"X-Vault-Namespace": namespace} if namespace and namespace != "/" else {}
        if self.token:
            headers["X-Vault-Token"] = self.token
        return self.server.call(method, f"/v1/{path}", body, headers)

    def seal(self) -> t.Dict[str, t.Any]:
        """Return what the server says of itself; raises ServerError where it cannot be used by anybody."""
        answer = self.call("GET", "sys/seal-status", None)
        found = answer.fields()
        if "sealed" not in found:
            raise ServerError(
                f"{VARIABLE}.endpoint {self.endpoint} answers with status {answer.status} and not as Vault or OpenBao do"
            )
        if found.get("initialized") is False:
            raise ServerError(f"{self.endpoint} is not initialised: set it up first")
        if found["sealed"]:
            raise ServerError(f"{self.endpoint} is sealed: unseal it first, as KES cannot start without it")
        return found

    def log_in(self) -> t.Dict[str, t.Any]:
        """Log in as KES does and keep the token; raises InputError naming the variable when that is refused."""
        method = "approle" if self.settings.get("approle") else "kubernetes"
        login = self.settings[method]
        engine = login.get("engine") or method
        body = _credentials(method, login)
        answer = self.call(
            "PUT", f"auth/{engine}/login", login.get("namespace") or self.settings.get("namespace"), body
        )
        # the server's words are left out: they may repeat what was sent
        if answer.status >= 500:
            raise ServerError(f"{self.endpoint} cannot log anybody in: status {answer.status}")
        if answer.status != 200:
            keys = " and ".join("id secret".split() if method == "approle" else "role jwt".split())
            raise InputError(
                f"{self.endpoint} refuses the login with {VARIABLE}.{method} (status {answer.status}): check its {keys}, the engine "
                f"({engine}) and the namespace"
            )
        granted = answer.fields().get("auth") or {}
        self.token = granted.get("client_token")
        return granted

    def log_out(self) -> None:
        """Revoke the token: nobody needs it any more."""
        if self.token:
            self.call("PUT", "auth/token/revoke-self", self.settings.get("namespace"), {})
            self.token = None

    def check_engine(self) -> None:
        """Raise InputError where the engine is another one than declared; some tokens may not ask."""
        engine, version = _engine(self.settings), _version(self.settings)
        found = (
            self.call("GET", f"sys/internal/ui/mounts/{engine}", self.settings.get("namespace")).fields().get("data")
        )
        if not found:
            return
        kind = f"{found.get('type')} version {(found.get('options') or {}).get('version') or '1'}"
        if kind != f"kv version {version[1:]}":
            raise InputError(
                f"{VARIABLE}.engine {engine} is {kind} at {self.endpoint}, not kv version {version[1:]} as {VARIABLE}.version says"
            )

    def check_transit(self) -> None:
        """Raise InputError where the transit key was rotated: KES could create no more keys."""
        transit = self.settings.get("transit")
        if not transit:
            return
        path = f"{transit.get('engine') or 'transit'}/encrypt/{transit['key']}"
        body = {"plaintext": base64.b64encode(b"probe").decode()}
        answer = self.call("POST", path, self.settings.get("namespace"), body)
        made = (answer.fields().get("data") or {}).get("ciphertext")
        if made and not made.startswith(FIRST_VERSION):
            raise InputError(
                f"{VARIABLE}.transit.key {transit['key']} at {self.endpoint}: {reasons.explain('vault', reasons.ROTATED)}"
            )

    def lacking(self, probe: str) -> t.Optional[t.List[str]]:
        """Return the rights that KES needs and the token does not have; None if the token may not ask."""
        calls = needed(self.settings, probe)
        answer = self.call(
            "POST",
            "sys/capabilities-self",
            self.settings.get("namespace"),
            {"paths": [path for path, _rights in calls]},
        )
        found = answer.fields().get("data") or answer.fields()
        if answer.status != 200:
            return None
        return [
            f"{right} {path}"
            for path, rights in calls
            for right in sorted(rights - set(found.get(path) or []))
            if "root" not in (found.get(path) or [])
        ]


def _engine(settings: Settings) -> str:
    return settings.get("engine") or "kv"


def _version(settings: Settings) -> str:
    return settings.get("version") or "v2"


def _credentials(method: str, login: Settings) -> t.Dict[str, str]:
    if method == "approle":
        return {"role_id": login["id"], "secret_id": login["secret"]}
    token = login["jwt"]
    if "/" in token:
        try:
            with open(token, encoding="utf-8") as stream:
                token = stream.read().strip()
        except OSError as error:
            raise InputError(f"{VARIABLE}.kubernetes.jwt names a file that cannot be read: {error.strerror}") from error
    return {"role": login["role"], "jwt": token}


def needed(settings: Settings, probe: str) -> t.List[Call]:
    """Return the paths that KES uses for a key, with the rights that it needs there."""
    parts = [_engine(settings), *(["data"] if _version(settings) == "v2" else []), settings.get("prefix"), probe]
    calls: t.List[Call] = [("/".join(part.strip("/") for part in parts if part), {"create", "read"})]
    transit = settings.get("transit")
    if transit:
        engine = transit.get("engine") or "transit"
        calls += [(f"{engine}/{call}/{transit['key']}", {"update"}) for call in ("encrypt", "decrypt")]
    return calls


def check(settings: Settings, probe: str) -> Facts:
    """Return the facts of a server that KES can use, warnings included.

    *probe* is the name of a key that is not there, to ask for the rights on it. Raises ServerError where it does not
    answer, is sealed or is something else, InputError naming the variable where certificate, login, engine, rights or
    transit key do not do.
    """
    server = Vault(settings)
    found = server.seal()
    granted = server.log_in()
    try:
        server.check_engine()
        lacking = server.lacking(probe)
        if not lacking:
            server.check_transit()
    finally:
        server.log_out()
    if lacking:
        raise InputError(
            f"{server.endpoint} takes the login with {VARIABLE} but KES may not {', '.join(lacking)}: check the policy, and engine, "
            "version and prefix"
        )
    lifetime = granted.get("lease_duration")
    warnings = []
    if lifetime and lifetime < SHORTEST_TOKEN:
        warnings.append(
            f"tokens of the login live {lifetime} s at {server.endpoint}: give the role a token_ttl of {SHORTEST_TOKEN} s or more, as "
            "some releases of KES renew too late"
        )
    return facts(found.get("version"), lifetime, True, lacking is not None, warnings)
