# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Compare the certificates that a running server serves with those that are stored for it."""

from __future__ import annotations

import os
import ssl
import typing as t

from .. import _certificate_names, _command_line, _tls_probe

TIMEOUT = 5.0
DEFAULT_PORT = 9000
ANY = "any"
"""Stands for the * in a name."""


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


def has_pair(directory: str) -> bool:
    """Tell whether a directory holds what the server takes for a certificate: one without its key is none."""
    return all(os.path.isfile(os.path.join(directory, name)) for name in ("public.crt", "private.key"))


def domains(directory: str) -> t.List[str]:
    """Return the names of the directories that the server looks in for certificates besides the default one."""
    if not os.path.isdir(directory):
        return []
    return sorted(
        entry.name
        for entry in os.scandir(directory)
        if entry.is_dir() and entry.name != "CAs" and not entry.name.startswith("..") and has_pair(entry.path)
    )


class Certificate(t.NamedTuple):
    """One that is stored beside the default one, and how to see whether it is served."""

    path: str
    der: bytes
    name: str
    """What to ask for by SNI: the server chooses by the names in the certificate, whatever its directory is called."""
    rivals: t.List[bytes]
    """Those of the same name: the server takes the one or the other by chance."""


def _hosts(names: t.Sequence[str], domain: str) -> t.List[str]:
    """Return a host for each name of a certificate, the one that its directory is called after first."""
    hosts = [f"{ANY}{name[1:]}" if name.startswith("*.") else name for name in names]
    return sorted(hosts, key=lambda host: host != domain.lower())


def certificates(directory: str) -> t.Dict[str, Certificate]:
    """Return what is stored for other names, by directory, as far as the server would load it and can be asked for it."""
    found = {domain: stored(os.path.join(directory, domain, "public.crt")) for domain in ["", *domains(directory)]}
    names = {domain: (der, _certificate_names.hosts(der)) for domain, der in found.items() if der}
    wanted = {}
    for domain, (der, own) in names.items():
        # addresses may be in the default one only
        if not domain or not own or _certificate_names.has_address(der):
            continue
        rivals = {
            host: [
                one
                for other, (one, theirs) in names.items()
                if other != domain and _certificate_names.covers(theirs, host)
            ]
            for host in _hosts(own, domain)
        }
        name = min(rivals, key=lambda host: len(rivals[host]))
        wanted[domain] = Certificate(os.path.join(directory, domain, "public.crt"), der, name, rivals[name])
    return wanted


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
    for one in certificates(directory).values():
        answer = served(address, one.name)
        if answer not in (one.der, *one.rivals):
            kind = "rolling" if answer == default else "reload"
            found.append((kind, f"{one.path} is not the certificate served for {one.name}"))
    return found
