# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Compare the certificates that a running server serves with those that are stored for it."""

from __future__ import annotations

import os
import ssl
import typing as t

from .. import _command_line, _tls_probe

TIMEOUT = 5.0
DEFAULT_PORT = 9000


def endpoint(arguments: t.Sequence[str], variables: t.Mapping[str, str]) -> _tls_probe.Address:
    """Return a loopback or own address at which a server with this command line and environment listens."""
    told = _command_line.told(arguments, variables, "address") or f":{DEFAULT_PORT}"
    host, _colon, port = told.rpartition(":")
    host = host.strip("[]")
    return ("127.0.0.1" if host in ("", "0.0.0.0", "::") else host), int(port or DEFAULT_PORT)


def served(address: _tls_probe.Address, name: t.Optional[str] = None) -> t.Optional[bytes]:
    """Return the certificate (DER) served, to be compared with a file; None where no TLS is spoken."""
    return _tls_probe.served(address, TIMEOUT, name)


def anchors(directory: str, own: bool = True) -> t.List[str]:
    """Return where the CAs are that a node trusts besides the system's: its CAs directory and its own certificate.

    own: whether its own certificate counts, which says nothing of other nodes'.
    """
    return [os.path.join(directory, name) for name in (["CAs", "public.crt"] if own else ["CAs"])]


def stored(path: str) -> t.Optional[bytes]:
    """Return the first certificate (DER) of a PEM file, None where there is none."""
    try:
        with open(path, encoding="ascii", errors="ignore") as stream:
            text = stream.read()
        end = text.index(ssl.PEM_FOOTER) + len(ssl.PEM_FOOTER)
        return ssl.PEM_cert_to_DER_cert(text[text.index(ssl.PEM_HEADER) : end])
    except (OSError, ValueError):
        return None


def domains(directory: str) -> t.List[str]:
    """Return the names of the directories that hold a domain's own certificate and key."""
    if not os.path.isdir(directory):
        return []
    return sorted(
        entry.name
        for entry in os.scandir(directory)
        if entry.is_dir() and entry.name != "CAs" and os.path.exists(os.path.join(entry.path, "public.crt"))
    )


def reasons(directory: str, address: _tls_probe.Address) -> t.List[t.Tuple[str, str]]:
    """Name the certificates that are stored but not served: a replaced one needs a signal, a new domain a restart."""
    default = served(address)
    if default is None:
        # a server without TLS: its volumes tell whether it is to have it, and a signal would end it
        return []
    found = []
    wanted = stored(os.path.join(directory, "public.crt"))
    if wanted is not None and wanted != default:
        found.append(("reload", f"{directory}/public.crt is not the certificate served"))
    for domain in domains(directory):
        answer = served(address, domain)
        if answer != stored(os.path.join(directory, domain, "public.crt")):
            kind = "rolling" if answer == default else "reload"
            found.append((kind, f"{directory}/{domain}/public.crt is not the certificate served for that name"))
    return found
