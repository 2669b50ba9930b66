# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask TLS listeners: what they serve, whom their chain ends at, whether they speak plain HTTP besides."""

from __future__ import annotations

import os
import socket
import ssl
import typing as t

from . import _verification

Address = t.Tuple[str, int]
REFUSAL = b"Client sent an HTTP request to an HTTPS server"


def unverified() -> ssl.SSLContext:
    """Return a context that takes any certificate, for one that is described and not trusted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _files(paths: t.Iterable[str]) -> t.Iterator[str]:
    for path in paths:
        yield from (entry.path for entry in os.scandir(path) if entry.is_file()) if os.path.isdir(path) else [path]


def trusting(paths: t.Iterable[str], system: bool = True) -> ssl.SSLContext:
    """Return a context that trusts the CAs in files and directories, and the system's unless told otherwise; of any name.

    MinIO trusts the system's as well. To load them takes longer than a handshake.
    """
    context = _verification.context() if system else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= 0x80000  # X509_V_FLAG_PARTIAL_CHAIN: a trusted certificate need not be a CA
    for path in _files(paths):
        try:
            context.load_verify_locations(path)
        except (OSError, ssl.SSLError):
            continue  # a file without a certificate is no anchor, to the server neither
    return context


def handshake(
    address: Address, context: ssl.SSLContext, timeout: float, name: t.Optional[str] = None
) -> t.Tuple[str, bytes]:
    """Return the negotiated version and the certificate (DER); raises OSError, of which ssl.SSLError is one."""
    with socket.create_connection(address, timeout) as plain, context.wrap_socket(plain, server_hostname=name) as tls:
        return str(tls.version()), tls.getpeercert(binary_form=True) or b""


def answer(
    address: Address, timeout: float, context: t.Optional[ssl.SSLContext] = None, path: str = "/minio/health/live"
) -> t.Optional[bytes]:
    """Return how the answer to an HTTP request begins, nothing where the connection is ended; None without an answer.

    Without a context the request is plain HTTP, else it goes through TLS without a client certificate.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    try:
        with socket.create_connection(address, timeout) as plain:
            with context.wrap_socket(plain) if context else plain as connection:
                connection.sendall(request)
                return connection.recv(4096)
    except (ConnectionResetError, ssl.SSLError):
        return b""
    except OSError:
        return None


def plaintext(address: Address, timeout: float) -> t.Optional[bool]:
    """Tell whether a listener serves plain HTTP; None where it does not answer at all.

    Go answers plain HTTP on a TLS port with a 400 that says so: that is a refusal, not an answer.
    """
    told = answer(address, timeout)
    return None if told is None else told.startswith(b"HTTP/") and REFUSAL not in told


def shown(
    address: Address,
    anchors: t.Optional[t.Sequence[str]],
    timeout: float,
    name: t.Optional[str] = None,
    stores: t.Sequence[bool] = (False, True),
) -> t.Tuple[str, bytes, t.Optional[bool]]:
    """Return version, certificate (DER) and whether its chain ends at a CA in files and directories, or at one of the system's.

    The system's are asked only where the others do not do; stores says otherwise: one try each, with or without the system's.
    Without anchors the chain is not judged. Raises OSError.
    """
    for system in stores if anchors is not None else ():
        try:
            return (*handshake(address, trusting(anchors or [], system), timeout, name), True)
        except ssl.SSLCertVerificationError:
            continue
    return (*handshake(address, unverified(), timeout, name), None if anchors is None else False)


def chains_to(
    address: Address, anchors: t.Sequence[str], timeout: float, name: t.Optional[str] = None
) -> t.Optional[bool]:
    """Tell whether the chain that a listener shows ends at a CA, as shown() judges it; None where no chain is shown."""
    try:
        return shown(address, anchors, timeout, name)[2]
    except (OSError, ValueError):
        return None


def served(address: Address, timeout: float, name: t.Optional[str] = None) -> t.Optional[bytes]:
    """Return the certificate (DER) served, for a name asked by SNI if one is given; None where no TLS is spoken.

    Nor is it for a name that cannot be asked for, such as one with an empty label.
    """
    try:
        return handshake(address, unverified(), timeout, name)[1]
    except (OSError, ValueError):
        return None
