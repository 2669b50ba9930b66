# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Keys and certificates: read, describe, compare, make. Works with every cryptography from 38 on."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import typing as t

from ._errors import InputError

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    MISSING = None
except ImportError:
    MISSING = "the Python library cryptography is not installed on this host"

USAGES = {"server": "1.3.6.1.5.5.7.3.1", "client": "1.3.6.1.5.5.7.3.2"}
KEY_TYPES = ("ecdsa-p256", "ecdsa-p384", "rsa-3072", "rsa-4096", "ed25519")
UTC = datetime.timezone.utc


def require() -> None:
    """Raise InputError where the library is missing."""
    if MISSING:
        raise InputError(MISSING)


def certificates(pem: bytes, source: str) -> t.List["x509.Certificate"]:
    """Return the certificates of a PEM text, the leaf first; raises InputError naming the source if there is none."""
    require()
    end = b"-----END CERTIFICATE-----"
    blocks = [
        part[part.index(b"-----BEGIN CERTIFICATE-----") :] + end
        for part in pem.split(end)
        if b"-----BEGIN CERT" in part
    ]
    try:
        found = [x509.load_pem_x509_certificate(block) for block in blocks]
    except ValueError as error:
        raise InputError(f"{source} holds a certificate that cannot be read: {error}") from error
    if not found:
        raise InputError(f"{source} holds no certificate in PEM form")
    return found


def from_der(der: bytes) -> "x509.Certificate":
    """Return a certificate from its DER form."""
    require()
    return x509.load_der_x509_certificate(der)


def private_key(pem: bytes, source: str, passphrase: t.Optional[bytes] = None) -> t.Any:
    """Return a private key; raises InputError naming the source, never showing the key."""
    require()
    try:
        return serialization.load_pem_private_key(pem, passphrase)
    except (ValueError, TypeError) as error:
        raise InputError(
            f"{source} holds no private key in PEM form that can be opened without another passphrase"
        ) from error


def public_bytes(key: t.Any) -> bytes:
    """Return the SubjectPublicKeyInfo (DER) of a public key."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def fingerprint(key: t.Any) -> str:
    """Return the SHA-256 of a public key as 64 hexadecimal digits: what KES calls the identity of its certificate."""
    return hashlib.sha256(public_bytes(key)).hexdigest()


def identity(pem: bytes, source: str) -> str:
    """Return the fingerprint of the key of a certificate or public key; raises InputError naming the source."""
    if b"-----BEGIN PUBLIC KEY-----" not in pem:
        return fingerprint(certificates(pem, source)[0].public_key())
    require()
    try:
        return fingerprint(serialization.load_pem_public_key(pem))
    except ValueError as error:
        raise InputError(f"{source} holds a public key that cannot be read: {error}") from error


def matches(certificate: "x509.Certificate", key: t.Any) -> bool:
    """Tell whether a certificate is for this private key."""
    return public_bytes(certificate.public_key()) == public_bytes(key.public_key())


def not_before(certificate: "x509.Certificate") -> datetime.datetime:
    """Return the start of validity in UTC."""
    value = getattr(certificate, "not_valid_before_utc", None)
    return value or certificate.not_valid_before.replace(tzinfo=UTC)


def not_after(certificate: "x509.Certificate") -> datetime.datetime:
    """Return the end of validity in UTC."""
    value = getattr(certificate, "not_valid_after_utc", None)
    return value or certificate.not_valid_after.replace(tzinfo=UTC)


def key_facts(key: t.Any) -> t.Dict[str, t.Any]:
    """Return algorithm ("ecdsa", "rsa", "ed25519" or the class name) and size in bits of a public or private key."""
    if isinstance(key, (rsa.RSAPublicKey, rsa.RSAPrivateKey)):
        return {"algorithm": "rsa", "bits": key.key_size}
    if isinstance(key, (ec.EllipticCurvePublicKey, ec.EllipticCurvePrivateKey)):
        return {"algorithm": "ecdsa", "bits": key.curve.key_size}
    if isinstance(key, (ed25519.Ed25519PublicKey, ed25519.Ed25519PrivateKey)):
        return {"algorithm": "ed25519", "bits": 256}
    return {"algorithm": type(key).__name__.strip("_").lower(), "bits": None}


def _extension(certificate: "x509.Certificate", kind: t.Any) -> t.Any:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, ValueError):
        return None


def names(certificate: "x509.Certificate") -> t.Tuple[t.List[str], t.List[str]]:
    """Return the DNS names and the IP addresses that a certificate or request is for, sorted."""
    alternative = _extension(certificate, x509.SubjectAlternativeName)
    if alternative is None:
        return [], []
    domains = sorted(alternative.get_values_for_type(x509.DNSName))
    return domains, sorted(str(address) for address in alternative.get_values_for_type(x509.IPAddress))


def usages(certificate: "x509.Certificate") -> t.Optional[t.List[str]]:
    """Return the extended key usages, "server", "client" or the dotted number; None when the extension is missing."""
    extension = _extension(certificate, x509.ExtendedKeyUsage)
    known = {number: name for name, number in USAGES.items()}
    return None if extension is None else sorted(known.get(one.dotted_string, one.dotted_string) for one in extension)


def is_ca(certificate: "x509.Certificate") -> bool:
    """Tell whether a certificate may sign others."""
    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    return bool(constraints and constraints.ca and (usage is None or usage.key_cert_sign))


def describe(certificate: "x509.Certificate", now: t.Optional[datetime.datetime] = None) -> t.Dict[str, t.Any]:
    """Return the facts of a certificate: names, validity in days, key, signature, usages and public key fingerprint."""
    now = now or datetime.datetime.now(UTC)
    domains, ips = names(certificate)
    begin, end = not_before(certificate), not_after(certificate)
    signature = certificate.signature_hash_algorithm
    key = certificate.public_key()
    return {
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "domains": domains,
        "ips": ips,
        "not_before": begin.isoformat(),
        "not_after": end.isoformat(),
        "valid_now": begin <= now <= end,
        "days_left": (end - now).days,
        "validity_days": (end - begin).days,
        "key": key_facts(key),
        # Ed25519 signs without a separate hash
        "signature_hash": signature.name if signature else "ed25519",
        "usages": usages(certificate),
        "ca": is_ca(certificate),
        "fingerprint": fingerprint(key),
    }


def is_issued_by(certificate: "x509.Certificate", issuer: "x509.Certificate") -> bool:
    """Tell whether a certificate is signed by the key of another."""
    if certificate.issuer != issuer.subject:
        return False
    key, algorithm = issuer.public_key(), certificate.signature_hash_algorithm
    signature, signed = certificate.signature, certificate.tbs_certificate_bytes
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, signed)
        elif isinstance(key, rsa.RSAPublicKey) and algorithm is not None:
            key.verify(signature, signed, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm is not None:
            key.verify(signature, signed, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def chains_to(
    leaf: "x509.Certificate",
    others: t.Sequence["x509.Certificate"],
    anchors: t.Sequence["x509.Certificate"],
    now: t.Optional[datetime.datetime] = None,
) -> bool:
    """Tell whether a chain of valid certificates leads from a leaf over CAs to an anchor; a leaf may be its own anchor."""
    now = now or datetime.datetime.now(UTC)
    remaining, current = list(others), leaf
    while not_before(current) <= now <= not_after(current):
        if current in anchors:
            return True
        candidates = [
            one for one in (*anchors, *remaining) if one != current and is_ca(one) and is_issued_by(current, one)
        ]
        if not candidates:
            return False
        current = candidates[0]
        remaining = [one for one in remaining if one != current]
    return False


def make_key(kind: str) -> t.Any:
    """Return a new private key of one of KEY_TYPES."""
    require()
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    algorithm, _dash, size = kind.partition("-")
    if algorithm == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=int(size))
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1()}[size])


def kind_of(key: t.Any) -> str:
    """Return which of KEY_TYPES a key is, or another word for one that is none of them."""
    facts = key_facts(key)
    separator = {"ecdsa": "-p", "rsa": "-"}.get(facts["algorithm"])
    return facts["algorithm"] if separator is None else f"{facts['algorithm']}{separator}{facts['bits']}"


def key_pem(key: t.Any) -> bytes:
    """Return a private key as PKCS#8 PEM without a passphrase."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def request(
    key: t.Any, common_name: str, domains: t.Sequence[str], ips: t.Sequence[str], usages: t.Sequence[str]
) -> bytes:
    """Return a certificate signing request (PEM) for a key."""
    alternatives: t.List[t.Any] = [x509.DNSName(domain) for domain in domains]
    alternatives += [x509.IPAddress(ipaddress.ip_address(ip)) for ip in ips]
    known = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH}
    builder = x509.CertificateSigningRequestBuilder().subject_name(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64])])
    )
    if alternatives:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([known[usage] for usage in usages]), critical=False)
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, algorithm).public_bytes(serialization.Encoding.PEM)
