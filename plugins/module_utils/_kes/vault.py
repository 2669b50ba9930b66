# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask HashiCorp Vault or OpenBao, as KES would, whether it can be used: sealed or not, and whether the login works."""

from __future__ import annotations

import typing as t

from .. import _http
from .._errors import InputError, ServerError

VARIABLE = "minio_kes_vault"
TEXT: t.Dict[str, t.Any] = {"type": "str"}
SECRET: t.Dict[str, t.Any] = {"type": "str", "no_log": True}
OPTIONS: t.Dict[str, t.Any] = {
    "endpoint": {"type": "str", "required": True},
    "engine": TEXT,
    "version": {"type": "str", "choices": ["v1", "v2"]},
    "namespace": TEXT,
    "prefix": TEXT,
    "approle": {"type": "dict", "options": {"engine": TEXT, "namespace": TEXT, "id": TEXT, "secret": SECRET}},
    "kubernetes": {"type": "dict", "options": {"engine": TEXT, "namespace": TEXT, "role": TEXT, "jwt": SECRET}},
    "transit": {"type": "dict", "options": {"engine": TEXT, "key": {"type": "str", "no_log": False}}},
    "ca": TEXT,
    "client_certificate": TEXT,
    "client_key": SECRET,
    "ping": TEXT,
}


def _url(settings: t.Dict[str, t.Any], path: str) -> str:
    return settings["endpoint"].rstrip("/") + "/v1/" + path


def _headers(namespace: t.Optional[str]) -> t.Dict[str, str]:
    return {"X-Vault-Namespace": namespace} if namespace and namespace != "/" else {}


def check(settings: t.Dict[str, t.Any]) -> None:
    """Raise ServerError when it is sealed or does not answer, InputError naming the variable when the login is refused."""
    tls = _http.context(ca_pem=settings.get("ca"))
    if settings.get("client_certificate"):
        _http.load_client_pair(tls, settings["client_certificate"], settings["client_key"])
    seal = _http.request("GET", _url(settings, "sys/seal-status"), tls).json()
    if seal.get("initialized") is False:
        raise ServerError(f"{settings['endpoint']} is not initialised: set it up first")
    if seal.get("sealed"):
        raise ServerError(f"{settings['endpoint']} is sealed: unseal it first")
    if settings.get("approle"):
        _log_in(settings, tls)


def _log_in(settings: t.Dict[str, t.Any], tls: t.Any) -> None:
    approle = settings["approle"]
    namespace = approle.get("namespace") or settings.get("namespace")
    path = f"auth/{approle.get('engine') or 'approle'}/login"
    body = {"role_id": approle["id"], "secret_id": approle["secret"]}
    answer = _http.request("PUT", _url(settings, path), tls, body, _headers(namespace))
    if answer.status != 200:
        # the server's words may repeat what was sent
        raise InputError(
            f"{settings['endpoint']} refuses the login with {VARIABLE}.approle (status {answer.status}): check its id, secret, "
            f"engine ({approle.get('engine') or 'approle'}) and namespace"
        )
    token = answer.json()["auth"]["client_token"]
    headers = {**_headers(namespace), "X-Vault-Token": token}
    _http.request("PUT", _url(settings, "auth/token/revoke-self"), tls, {}, headers)
