# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""A small HTTPS client with client certificates: a response for every status, an error only where there is no answer."""

from __future__ import annotations

import http.client
import json
import os
import ssl
import tempfile
import typing as t
import urllib.parse

from . import _verification
from ._errors import InputError, ServerError

# above the 15 s that KES gives to its own calls, so that its answer is seen and not the end of our patience
TIMEOUT = 20.0
# bytes; no answer that anybody waits for is longer
LIMIT = 1 << 20


class Response(t.NamedTuple):
    """Status and body of an answer."""

    status: int
    body: bytes

    def json(self) -> t.Any:
        """Return the body as JSON, an empty dictionary where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    def fields(self) -> t.Dict[str, t.Any]:
        """Return the body as a dictionary, an empty one where it is something else."""
        body = self.json()
        return body if isinstance(body, dict) else {}


def context(
    ca_path: t.Optional[str] = None,
    ca_pem: t.Optional[str] = None,
    client_cert: t.Optional[str] = None,
    client_key: t.Optional[str] = None,
) -> ssl.SSLContext:
    """Return a verifying TLS context; CAs, of a file or all files of a directory, replace the system's.

    Raises InputError for files that cannot be used.
    """
    try:
        if ca_path and os.path.isdir(ca_path):
            tls = _trusting(ca_path)
        else:
            tls = _verification.context(ca_path, ca_pem)
        if client_cert:
            tls.load_cert_chain(client_cert, client_key)
    except (OSError, ssl.SSLError) as error:
        named = ", ".join(name for name in (ca_path, client_cert, client_key) if name) or "the CA given"
        raise InputError(f"{named} cannot be used for TLS: {error}") from error
    return tls


def _trusting(directory: str) -> ssl.SSLContext:
    """Return a context that trusts what every file of a directory holds; Python's own capath needs names made of hashes."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust_also(tls, directory)
    return tls


def trust_also(tls: ssl.SSLContext, directory: str) -> None:
    """Have a context trust what every file of a directory holds, besides what it trusts already."""
    for entry in os.scandir(directory):
        try:
            tls.load_verify_locations(cafile=entry.path)
        except (OSError, ssl.SSLError):
            continue  # a file without a certificate is no anchor, to MinIO neither


def load_client_pair(tls: ssl.SSLContext, certificate: str, key: str) -> None:
    """Give a context a client pair that is not on disk: Python's TLS takes files only, so it lies there for a moment."""
    handle, path = tempfile.mkstemp(prefix="hardening.minio-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(certificate.rstrip() + "\n" + key)
        tls.load_cert_chain(path)
    except ssl.SSLError as error:
        raise InputError(f"the client certificate and its key cannot be used: {error}") from error
    finally:
        os.unlink(path)


def request(
    method: str,
    url: str,
    tls: ssl.SSLContext,
    body: t.Any = None,
    headers: t.Optional[t.Dict[str, str]] = None,
    timeout: float = TIMEOUT,
) -> Response:
    """Send a request, its body as it is if it is bytes, else as JSON; raises ServerError naming host and reason where no answer comes.

    What is sent is never part of the error: it may hold secrets. Proxies of the environment are not used.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https":
        raise InputError(f"{parts.scheme}://{parts.netloc} is no https:// address: nothing is sent in clear")
    connection = http.client.HTTPSConnection(str(parts.hostname), parts.port or 443, timeout=timeout, context=tls)
    try:
        path = parts.path + ("?" + parts.query if parts.query else "")
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, data, headers or {})
        answer = connection.getresponse()
        return Response(answer.status, answer.read(LIMIT))
    except ssl.SSLCertVerificationError as error:
        raise ServerError(
            f"{parts.netloc} shows a certificate that is not to be trusted: {error.verify_message}"
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise ServerError(f"{parts.netloc} does not answer: {str(error) or type(error).__name__}") from error
    finally:
        connection.close()
