# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Private keys and the requests to sign for them: made on the host, checked on the controller."""

from __future__ import annotations

import ipaddress
import typing as t

from . import _x509
from ._errors import InputError

if _x509.MISSING is None:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.x509.oid import NameOID

Wanted = t.Dict[str, t.Any]
NAME_LIMIT = 64
"""Characters that a common name may have."""


def with_defaults(pair: t.Mapping[str, t.Any]) -> Wanted:
    """Return a pair with what tls_keys sets where it says nothing."""
    defaults = {"common_name": pair["name"], "domains": [], "ips": [], "usages": ["server"], "key_type": "ecdsa-p256"}
    return {**defaults, **{name: value for name, value in pair.items() if value is not None}}


def make_key(kind: str) -> t.Any:
    """Return a new private key of a type as tls_keys names it."""
    _x509.require()
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    algorithm, _dash, size = kind.partition("-")
    if algorithm == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=int(size))
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1()}[size])


def key_pem(key: t.Any) -> bytes:
    """Return a private key as PKCS#8 PEM without a passphrase."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def names_of(wanted: Wanted) -> t.Tuple[t.List[str], t.List[str]]:
    """Return the DNS names and IP addresses that are wanted, in the form and order in which certificates are read."""
    return sorted({name.lower() for name in wanted["domains"]}), sorted({_x509.address(ip) for ip in wanted["ips"]})


def _extensions(wanted: Wanted) -> t.List[t.Tuple[t.Any, bool]]:
    """Return the extensions of a request, each with whether it is critical."""
    domains, ips = names_of(wanted)
    names: t.List[t.Any] = [x509.DNSName(domain) for domain in domains]
    names += [x509.IPAddress(ipaddress.ip_address(ip)) for ip in ips]
    usages = [x509.ObjectIdentifier(_x509.USAGES[usage]) for usage in wanted["usages"]]
    found: t.List[t.Tuple[t.Any, bool]] = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        # TLS 1.3 and ECDHE only ever sign with the key
        (x509.KeyUsage(True, False, False, False, False, False, False, False, False), True),
        (x509.ExtendedKeyUsage(usages), False),
    ]
    return [*found, (x509.SubjectAlternativeName(names), False)] if names else found


def _subject(wanted: Wanted) -> t.Any:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, wanted["common_name"][:NAME_LIMIT])])


def make(key: t.Any, wanted: Wanted) -> bytes:
    """Return a signing request (PEM) for a key; wanted has common_name, domains, ips and usages. Raises InputError."""
    try:
        builder = x509.CertificateSigningRequestBuilder().subject_name(_subject(wanted))
        for extension, critical in _extensions(wanted):
            builder = builder.add_extension(extension, critical=critical)
    except ValueError as error:
        raise InputError(f"{wanted['name']}: no certificate can have these names: {error}") from error
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, algorithm).public_bytes(serialization.Encoding.PEM)


def check(pem: bytes, wanted: Wanted) -> None:
    """Raise InputError unless a request asks for exactly what is wanted.

    A CA signs what a request says. One that comes from a host somebody else has taken over could name another host, or
    call itself a CA.
    """
    name = wanted["name"]
    try:
        request = x509.load_pem_x509_csr(pem)
        whole = request.is_signature_valid
        kind = _x509.kind_of(request.public_key())
        asked = {(extension.value, extension.critical) for extension in request.extensions}
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise InputError(f"the signing request for {name} cannot be read: {error}") from error
    if not whole:
        raise InputError(f"the signing request for {name} is not signed by its own key")
    if kind != wanted["key_type"]:
        raise InputError(f"the signing request for {name} is for a key of type {kind}, not {wanted['key_type']}")
    if request.subject != _subject(wanted) or asked != set(_extensions(wanted)):
        domains, ips = _x509.names(request)
        raise InputError(
            f"the signing request for {name} asks for something else than was ordered (subject "
            f"{request.subject.rfc4514_string()}, names {', '.join([*domains, *ips]) or 'none'}): it was not signed"
        )
