# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Signatures of AWS, version 4, for requests to its service for secrets."""

from __future__ import annotations

import hashlib
import hmac
import time
import typing as t
import urllib.parse

ALGORITHM = "AWS4-HMAC-SHA256"
SERVICE = "secretsmanager"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def headers(
    url: str,
    target: str,
    body: bytes,
    region: str,
    login: t.Mapping[str, t.Optional[str]],
    now: t.Optional[float] = None,
) -> t.Dict[str, str]:
    """Return the headers of a POST to the root of a server.

    *login* has accesskey, secretkey and perhaps token; *now* is in seconds since 1970, by default the clock of this host.
    """
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    scope = f"{moment[:8]}/{region}/{SERVICE}/aws4_request"
    signed = {
        "content-type": "application/x-amz-json-1.1",
        "host": urllib.parse.urlsplit(url).netloc,
        "x-amz-date": moment,
        "x-amz-target": target,
    }
    if login.get("token"):
        signed["x-amz-security-token"] = str(login["token"])
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = f"POST\n/\n\n{lines}\n{names}\n{_sha256(body)}"
    key = f"AWS4{login['secretkey']}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    signature = _hmac(key, f"{ALGORITHM}\n{moment}\n{scope}\n{_sha256(request.encode())}").hex()
    credential = f"Credential={login['accesskey']}/{scope}"
    return {**signed, "authorization": f"{ALGORITHM} {credential}, SignedHeaders={names}, Signature={signature}"}
