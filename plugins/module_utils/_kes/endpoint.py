# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The server of a key management system, asked under its CA; a failure says what to change."""

from __future__ import annotations

import socket
import ssl
import typing as t

from .. import _http
from .._errors import InputError, ServerError
from . import reasons

Facts = t.Dict[str, t.Any]
# seconds until a host that does not answer is taken for unreachable
PATIENCE = 10.0


class Endpoint:
    """One server, by the variable whose settings name it."""

    def __init__(self, url: str, ca: t.Optional[str], variable: str, fixed: bool = False) -> None:
        """Take the address; *ca* (PEM) replaces the system's CAs, *fixed* says that no variable names the address.

        Raises InputError for a CA that cannot be used.
        """
        self.url = url.rstrip("/")
        self.variable = variable
        self.where = f"the way to {self.url}" if fixed else f"{variable}.endpoint"
        self.tls: ssl.SSLContext = _http.context(ca_pem=ca)

    def call(
        self, method: str, path: str = "/", body: t.Any = None, headers: t.Optional[t.Dict[str, str]] = None
    ) -> _http.Response:
        """Send a request and return its answer, whatever the status; raises ServerError with the cure where none comes."""
        try:
            return _http.request(method, self.url + path, self.tls, body, headers, PATIENCE)
        except ServerError as error:
            raise ServerError(f"{error}: {self._cure(error.__cause__)}") from error

    def expect(self, answer: _http.Response, taken: bool, what: str, cure: str, failure: str = "fails") -> None:
        """Raise ServerError where the server failed, and InputError with what to change where it did not take *what*.

        The server's own words are left out: they may repeat what was sent.
        """
        if answer.status >= 500:
            raise ServerError(f"{self.url} {failure}: status {answer.status}")
        if not taken:
            backend = self.variable.rpartition("_")[2]
            reason = reasons.explain(backend, answer.body.decode(errors="replace")) or cure
            raise InputError(f"{self.url} refuses {what} (status {answer.status}): {reason}")

    def expect_login(self, answer: _http.Response, taken: bool, cure: str) -> None:
        """Raise ServerError or InputError where a login was not taken."""
        self.expect(answer, taken, "the login", cure, "cannot log anybody in")

    def _cure(self, cause: t.Optional[BaseException]) -> str:
        if isinstance(cause, ssl.SSLCertVerificationError):
            # of OpenSSL: the name, or the address, is another one
            if cause.verify_code in (62, 64):
                return f"check {self.where}, the certificate is one of another name"
            return f"put the CA that signed it into {self.variable}.ca"
        if isinstance(cause, socket.gaierror):
            return f"this host does not know the name, so check {self.where} and the resolver"
        return f"check {self.where}, and what filters packets between it and this host"


def facts(
    version: t.Optional[str] = None,
    token_ttl: t.Optional[int] = None,
    login_known: bool = False,
    rights_known: bool = False,
    warnings: t.Sequence[str] = (),
) -> Facts:
    """Return what is known of a key management system that KES can use."""
    return {
        "version": version,
        "token_ttl": token_ttl,
        "login_known": login_known,
        "rights_known": rights_known,
        "warnings": list(warnings),
    }
