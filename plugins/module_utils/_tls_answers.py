# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What a listener anywhere answers to TLS of every version and to plain HTTP, as seen from this host."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import typing as t

from . import _client_hello, _tls_listener, _tls_probe
from ._errors import InputError

Facts = t.Dict[str, t.Any]
BAD_REQUEST = b" 400 "


def check(params: t.Mapping[str, t.Any]) -> None:
    """Raise InputError for options that nothing can be asked with."""
    if not 1 <= params["port"] <= 65535:
        raise InputError(f"port is {params['port']}: ports are 1 to 65535")
    if params["timeout"] <= 0:
        raise InputError(f"timeout is {params['timeout']}: it has to be above 0 seconds")
    for option in ("host", "server_name"):
        try:
            (params[option] or "").encode("idna")
        except UnicodeError:
            raise InputError(f"{option} is {params[option]!r}, which is neither a host name nor an address") from None
    for path in params["ca_path"] or []:
        _check_anchor(path)


def _check_anchor(path: str) -> None:
    try:
        stored = _tls_probe.trusting([path], system=False).cert_store_stats()["x509"]
    except OSError:
        stored = 0
    if not stored:
        raise InputError(f"ca_path names {path}, which holds no certificate in PEM form that can be read on this host")


def _sni(name: str) -> t.Optional[str]:
    """Return what a client asks for by SNI: a name, and never an address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name
    return None


def _plaintext(address: _tls_probe.Address, timeout: float, tls: t.Optional[bool]) -> t.Optional[bool]:
    """Tell whether a listener serves plain HTTP. On a port with TLS, a 400 is how servers refuse it, in various words."""
    answer = _tls_probe.answer(address, timeout)
    if answer is None:
        return None
    return answer.startswith(b"HTTP/") and not (tls and BAD_REQUEST in answer[:13])


def describe(address: _tls_probe.Address, name: str, anchors: t.Optional[t.Sequence[str]], timeout: float) -> Facts:
    """Return the facts of a listener; without anchors its chain is to end at a CA of the system."""
    facts: Facts = {
        "reachable": False, "tls": None, "plaintext": None, "versions": [], "der": None, "trusted": None, "error": None,
    }  # fmt: skip
    asked = f"{address[0]}:{address[1]}" if ":" not in address[0] else f"[{address[0]}]:{address[1]}"
    try:
        socket.create_connection(address, timeout).close()
    except OSError as error:
        return {**facts, "error": f"{asked} does not answer: {error}"}
    facts["reachable"] = True
    shown = set()
    try:
        version, der, facts["trusted"] = _tls_probe.shown(address, anchors or [], timeout, name, [anchors is None])
        facts["der"] = _tls_listener.in_base64(der)
        shown.add(version)
    except (ssl.SSLError, ConnectionResetError) as error:
        facts["error"] = f"{asked} shows this host no certificate: {error}"
    except OSError as error:
        facts["error"] = f"{asked} takes connections and does not answer TLS: {error}"
        return {**facts, "plaintext": _plaintext(address, timeout, None)}
    facts["versions"] = sorted({*shown, *_client_hello.versions(address, timeout, _sni(name))})
    facts["tls"] = bool(facts["versions"])
    facts["plaintext"] = _plaintext(address, timeout, facts["tls"])
    return facts if facts["tls"] else {**facts, "error": None}
