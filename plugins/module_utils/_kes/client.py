# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The calls to KES that the collection makes: state of a server, and keys described, created and proven."""

from __future__ import annotations

import ssl
import typing as t

from .. import _http
from .._errors import HardeningError, InputError, ServerError

OPTIONS: t.Dict[str, t.Any] = {
    "endpoints": {"type": "list", "elements": "str", "required": True},
    "client_cert": {"type": "path", "required": True},
    "client_key": {"type": "path", "required": True, "no_log": False},
    "ca_path": {"type": "path", "required": True},
}
REASONS = {
    403: "its policy does not allow this identity to do that",
    404: "do all KES servers keep their keys in the same place?",
    502: "the key management system behind it fails, and the reason stands in the log of KES on that host",
    504: "the key management system behind it cannot be reached",
}

EXISTS = "key already exists"


class Kes:
    """One KES server, seen with the client certificate of a MinIO node."""

    def __init__(self, endpoint: str, tls: ssl.SSLContext) -> None:
        self.endpoint = endpoint.rstrip("/")
        self.tls = tls

    def call(self, method: str, path: str, body: t.Any = None) -> _http.Response:
        """Send a request and return its answer, whatever the status; raises ServerError where none comes."""
        return _http.request(method, self.endpoint + path, self.tls, body)

    def refused(self, what: str, answer: _http.Response) -> ServerError:
        """Return the error for an answer that is not what was asked for."""
        said = answer.fields().get("message") or answer.fields().get("error") or ""
        reason = REASONS.get(answer.status, "")
        return ServerError(
            f"{self.endpoint} refuses to {what}: status {answer.status} {said}".rstrip()
            + (f": {reason}" if reason else "")
        )

    def exists(self, name: str) -> bool:
        """Tell whether a key exists; raises ServerError where KES does not say so."""
        answer = self.call("GET", f"/v1/key/describe/{name}")
        if answer.status not in (200, 404):
            raise self.refused(f"describe the key {name}", answer)
        return answer.status == 200

    def create(self, name: str) -> None:
        """Create a key. A create that seems to fail may have happened: what counts is whether the key is there."""
        try:
            answer = self.call("PUT", f"/v1/key/create/{name}")
        except ServerError:
            # KES goes on with what takes longer than it waits itself
            if not self.exists(name):
                raise
            return
        if answer.status == 200 or self.exists(name):
            return
        if answer.status == 400 and EXISTS in str(answer.fields().get("message")):
            raise ServerError(
                f"{self.endpoint} neither creates nor finds the key {name}: the key management system has a secret of that name that KES "
                "may not read, or that is empty since a creation was cut short, so allow KES to read it, or delete it there if it is empty"
            )
        raise self.refused(f"create the key {name}", answer)

    def prove(self, name: str) -> None:
        """Generate a data key, decrypt it again and compare; raises ServerError where that fails."""
        answer = self.call("PUT", f"/v1/key/generate/{name}", {})
        if answer.status != 200:
            raise self.refused(f"generate a data key with {name}", answer)
        generated = answer.fields()
        answer = self.call("PUT", f"/v1/key/decrypt/{name}", {"ciphertext": generated.get("ciphertext")})
        if answer.status != 200:
            raise self.refused(f"decrypt with {name}", answer)
        if not generated.get("plaintext") or answer.fields().get("plaintext") != generated["plaintext"]:
            raise ServerError(f"{self.endpoint} decrypts with {name} to something else than it encrypted")

    def describe(self, names: t.Iterable[str] = ()) -> t.Dict[str, t.Any]:
        """Return version, state and which of the named keys exist; what KES does not tell is None, with the reason."""
        facts: t.Dict[str, t.Any] = {
            "endpoint": self.endpoint, "reachable": False, "version": None, "uptime": None, "keystore_reachable": None,
            "keystore_latency_ms": None, "keys": {}, "error": None,
        }  # fmt: skip
        try:
            facts["version"] = self.call("GET", "/version").fields().get("version")
            facts["reachable"] = True
            answer = self.call("GET", "/v1/status")
            if answer.status != 200:
                raise self.refused("tell its status", answer)
            status = answer.fields()
            facts["uptime"] = status.get("uptime")
            facts["keystore_reachable"] = not status.get("keystore_unreachable", False)
            if facts["keystore_reachable"]:
                # left out where it is less than one
                facts["keystore_latency_ms"] = status.get("keystore_latency", 0)
            for name in names:
                facts["keys"][name] = self.exists(name)
        except HardeningError as error:
            facts["error"] = str(error)
        return facts


def servers(params: t.Dict[str, t.Any]) -> t.List[Kes]:
    """Return the servers named by a module's options; raises InputError for files that cannot be used."""
    tls = _http.context(ca_path=params["ca_path"], client_cert=params["client_cert"], client_key=params["client_key"])
    return [Kes(endpoint, tls) for endpoint in params["endpoints"]]


def missing(found: t.Sequence[Kes], names: t.Sequence[str], existing: t.Collection[str]) -> t.List[str]:
    """Return the keys to create; raises InputError where one is missing that has been used already."""
    absent = [name for name in names if not found[0].exists(name)]
    lost = [name for name in absent if name in existing]
    if lost:
        raise InputError(
            f"{found[0].endpoint} does not know {', '.join(lost)}, with which data is encrypted: KES looks for keys in another "
            "place than before, so give it the place where they are; a new key of that name would decrypt nothing"
        )
    return absent


def prove_all(found: t.Sequence[Kes], names: t.Sequence[str]) -> None:
    """Prove keys at every server; raises ServerError with a sentence for each server where one fails."""
    problems = []
    for server in found:
        try:
            for name in names:
                server.prove(name)
        except ServerError as error:
            problems.append(str(error))
    if problems:
        raise ServerError("; ".join(problems))
