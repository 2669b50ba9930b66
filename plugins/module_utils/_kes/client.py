# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The calls to KES that the collection makes: describe, create, and the round trip that proves a key."""

from __future__ import annotations

import ssl
import typing as t

from .. import _http
from .._errors import ServerError

OPTIONS: t.Dict[str, t.Any] = {
    "endpoints": {"type": "list", "elements": "str", "required": True},
    "client_cert": {"type": "path", "required": True},
    "client_key": {"type": "path", "required": True},
    "ca_path": {"type": "path", "required": True},
}
REASONS = {
    403: "its policy does not allow this identity to do that",
    502: "the key management system behind it fails; the reason stands in the log of KES on that host",
    504: "the key management system behind it cannot be reached",
}


class Kes:
    """One KES server, seen with the client certificate of a MinIO node."""

    def __init__(self, endpoint: str, tls: ssl.SSLContext) -> None:
        self.endpoint = endpoint.rstrip("/")
        self.tls = tls

    def call(self, method: str, path: str, body: t.Any = None) -> _http.Response:
        """Send a request and return its answer, whatever the status."""
        return _http.request(method, self.endpoint + path, self.tls, body)

    def _refused(self, what: str, answer: _http.Response) -> ServerError:
        said = answer.json().get("message") or answer.json().get("error") or ""
        reason = REASONS.get(answer.status, "")
        return ServerError(
            f"{self.endpoint} refuses to {what}: status {answer.status} {said}" + (f": {reason}" if reason else "")
        )

    def exists(self, name: str) -> bool:
        """Tell whether a key exists; raises ServerError where KES does not say so."""
        answer = self.call("GET", f"/v1/key/describe/{name}")
        if answer.status not in (200, 404):
            raise self._refused(f"describe the key {name}", answer)
        return answer.status == 200

    def create(self, name: str) -> None:
        """Create a key. A create that seems to fail may have happened: what counts is whether the key is there."""
        answer = self.call("PUT", f"/v1/key/create/{name}")
        if answer.status != 200 and not self.exists(name):
            raise self._refused(f"create the key {name}", answer)

    def prove(self, name: str) -> None:
        """Generate a data key, decrypt it again and compare; raises ServerError where that fails."""
        answer = self.call("PUT", f"/v1/key/generate/{name}", {})
        if answer.status != 200:
            raise self._refused(f"generate a data key with {name}", answer)
        generated = answer.json()
        answer = self.call("PUT", f"/v1/key/decrypt/{name}", {"ciphertext": generated.get("ciphertext")})
        if answer.status != 200:
            raise self._refused(f"decrypt with {name}", answer)
        if not generated.get("plaintext") or answer.json().get("plaintext") != generated["plaintext"]:
            raise ServerError(f"{self.endpoint} decrypts with {name} to something else than it encrypted")


def servers(params: t.Dict[str, t.Any]) -> t.List[Kes]:
    """Return the servers named by a module's options."""
    tls = _http.context(ca_path=params["ca_path"], client_cert=params["client_cert"], client_key=params["client_key"])
    return [Kes(endpoint, tls) for endpoint in params["endpoints"]]
