# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Keys and certificates: read, describe, compare. Works with every cryptography from 38 on."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import typing as t
import warnings

from ._errors import InputError

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    MISSING = None
except ImportError:
    MISSING = "the Python library cryptography is not installed on this host"

USAGES = {"server": "1.3.6.1.5.5.7.3.1", "client": "1.3.6.1.5.5.7.3.2"}
# bits below which a key is weak
STRONG = {"rsa": 2048, "ecdsa": 256, "ed25519": 256}
WEAK_HASHES = {"md5", "sha1"}
UTC = datetime.timezone.utc


def _load(load: t.Callable[[bytes], "x509.Certificate"], content: bytes) -> "x509.Certificate":
    """Return a certificate; what is wrong with it without making it unusable is not told.

    Every system trusts some old CA that breaks a rule of RFC 5280, and nobody can do anything about that.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _readable(load(content))


def require() -> None:
    """Raise InputError where the library is missing."""
    if MISSING:
        raise InputError(MISSING)


def _readable(certificate: "x509.Certificate") -> "x509.Certificate":
    """Return the certificate once its key and extensions could be read, which the library otherwise does late."""
    certificate.public_key()
    len(certificate.extensions)
    return certificate


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
        found = [_load(x509.load_pem_x509_certificate, block) for block in blocks]
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError(f"{source} holds a certificate that cannot be read: {error}") from error
    if not found:
        raise InputError(f"{source} holds no certificate in PEM form")
    return found


def from_der(der: bytes) -> "x509.Certificate":
    """Return a certificate from its DER form; raises InputError if it cannot be read."""
    require()
    try:
        return _load(x509.load_der_x509_certificate, der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError(f"a certificate cannot be read: {error}") from error


def private_key(pem: bytes, source: str, passphrase: t.Optional[bytes] = None) -> t.Any:
    """Return a private key; raises InputError naming the source, never showing the key."""
    require()
    try:
        return serialization.load_pem_private_key(pem, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
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


def kind_of(key: t.Any) -> str:
    """Return a key's type as tls_keys names it ("ecdsa-p256"), or another word for one that it cannot make."""
    facts = key_facts(key)
    separator = {"ecdsa": "-p", "rsa": "-"}.get(facts["algorithm"])
    return facts["algorithm"] if separator is None else f"{facts['algorithm']}{separator}{facts['bits']}"


def is_strong(facts: t.Dict[str, t.Any]) -> bool:
    """Tell whether key and signature of a described certificate are strong."""
    minimum = STRONG.get(facts["key"]["algorithm"])
    return minimum is not None and facts["key"]["bits"] >= minimum and facts["signature_hash"] not in WEAK_HASHES


def _extension(holder: t.Any, kind: t.Any) -> t.Any:
    try:
        return holder.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, ValueError):
        return None


def address(text: str) -> str:
    """Return an IP address in its one normal form; raises InputError."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise InputError(f"{text!r} is no IP address") from None


def names(holder: t.Any) -> t.Tuple[t.List[str], t.List[str]]:
    """Return the DNS names, in lower case, and the IP addresses that a certificate or request is for, sorted."""
    alternative = _extension(holder, x509.SubjectAlternativeName)
    if alternative is None:
        return [], []
    domains = sorted({name.lower() for name in alternative.get_values_for_type(x509.DNSName)})
    return domains, sorted({str(one) for one in alternative.get_values_for_type(x509.IPAddress)})


def names_host(facts: t.Dict[str, t.Any], name: str) -> bool:
    """Tell whether a described certificate is for a host name or address, as clients judge it: * stands for one label."""
    try:
        return address(name) in facts["ips"]
    except InputError:
        wanted = name.lower().rstrip(".")
    _label, _dot, parent = wanted.partition(".")
    return wanted in facts["domains"] or (bool(parent) and f"*.{parent}" in facts["domains"])


def usages(holder: t.Any) -> t.Optional[t.List[str]]:
    """Return the extended key usages, "server", "client" or the dotted number; None when the extension is missing."""
    extension = _extension(holder, x509.ExtendedKeyUsage)
    known = {number: name for name, number in USAGES.items()}
    return None if extension is None else sorted(known.get(one.dotted_string, one.dotted_string) for one in extension)


def is_ca(certificate: "x509.Certificate") -> bool:
    """Tell whether a certificate may sign others."""
    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    return bool(constraints and constraints.ca and (usage is None or usage.key_cert_sign))


def _signature_hash(certificate: "x509.Certificate") -> str:
    """Return the name of the hash under a signature; "ed25519", which has none of its own, "unknown" for a rare one."""
    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return "unknown"
    return algorithm.name if algorithm else "ed25519"


def describe(certificate: "x509.Certificate", now: t.Optional[datetime.datetime] = None) -> t.Dict[str, t.Any]:
    """Return the facts of a certificate: names, validity in days, key, signature, usages and public key fingerprint."""
    now = now or datetime.datetime.now(UTC)
    domains, ips = names(certificate)
    begin, end = not_before(certificate), not_after(certificate)
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
        "signature_hash": _signature_hash(certificate),
        "usages": usages(certificate),
        "ca": is_ca(certificate),
        "fingerprint": fingerprint(key),
    }


def is_issued_by(certificate: "x509.Certificate", issuer: "x509.Certificate") -> bool:
    """Tell whether a certificate is signed by the key of another."""
    if certificate.issuer != issuer.subject:
        return False
    try:
        if hasattr(certificate, "verify_directly_issued_by"):
            certificate.verify_directly_issued_by(issuer)
            return True
        return _is_signed_by(certificate, issuer.public_key())
    except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError):
        return False


def issuer_of(certificate: "x509.Certificate") -> t.Tuple[str, t.Optional[bytes]]:
    """Return name and key identifier of a certificate's issuer, by which two of the same name are told apart."""
    extension = _extension(certificate, x509.AuthorityKeyIdentifier)
    return certificate.issuer.rfc4514_string(), extension.key_identifier if extension else None


def _is_signed_by(certificate: "x509.Certificate", key: t.Any) -> bool:
    """Do what cryptography before 40 leaves to its users; raises InvalidSignature. RSA-PSS it does not know."""
    signature, signed = certificate.signature, certificate.tbs_certificate_bytes
    algorithm = certificate.signature_hash_algorithm
    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, signed)
    elif isinstance(key, rsa.RSAPublicKey) and algorithm is not None:
        key.verify(signature, signed, padding.PKCS1v15(), algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm is not None:
        key.verify(signature, signed, ec.ECDSA(algorithm))
    else:
        return False
    return True


def _signs_below(certificate: "x509.Certificate", depth: int) -> bool:
    """Tell whether a certificate is that of a CA which may have this many CAs between itself and a leaf."""
    constraints = _extension(certificate, x509.BasicConstraints)
    limit = constraints.path_length if constraints else None
    return is_ca(certificate) and (limit is None or depth <= limit)


def chains_to(
    leaf: "x509.Certificate",
    others: t.Sequence["x509.Certificate"],
    anchors: t.Sequence["x509.Certificate"],
    now: t.Optional[datetime.datetime] = None,
) -> bool:
    """Tell whether valid certificates lead from a leaf over CAs to an anchor, by any way; a leaf may itself be an anchor."""
    return _leads_to(leaf, [*anchors, *others], list(anchors), now or datetime.datetime.now(UTC), 0)


def _leads_to(
    current: "x509.Certificate",
    candidates: t.Sequence["x509.Certificate"],
    anchors: t.Sequence["x509.Certificate"],
    now: datetime.datetime,
    depth: int,
) -> bool:
    if not not_before(current) <= now <= not_after(current):
        return False
    if current in anchors:
        return True
    # each CA once, so that two that sign each other end the search
    rest = [one for one in candidates if one != current]
    return any(
        _leads_to(one, rest, anchors, now, depth + 1)
        for one in rest
        if _signs_below(one, depth) and is_issued_by(current, one)
    )
