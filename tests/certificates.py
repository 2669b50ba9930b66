# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates with every mistake that a test needs, as an operator would provide them."""

from __future__ import annotations

import datetime
import ipaddress
import math
import typing as t

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
USAGES = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH}
CURVES: dict[str, type[ec.EllipticCurve]] = {
    "ecdsa-p256": ec.SECP256R1,
    "ecdsa-p384": ec.SECP384R1,
    "ecdsa-p521": ec.SECP521R1,
    "ecdsa-p224": ec.SECP224R1,
    "secp256k1": ec.SECP256K1,
    "brainpool": ec.BrainpoolP256R1,
}
# made of two primes that everybody knows, so that no test has to look for some
_PRIMES = (2**4423 - 1, 2**4253 - 1)
_EC_PARAMETERS = """-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
"""


def make_key(kind: str) -> t.Any:
    """Return a new private key: ecdsa-p256 and the like, secp256k1, brainpool, ed25519, rsa-BITS or rsa-huge (8676 bits)."""
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "rsa-huge":
        return _of_primes(*_PRIMES)
    if kind in CURVES:
        return ec.generate_private_key(CURVES[kind]())
    return rsa.generate_private_key(public_exponent=65537, key_size=int(kind.partition("-")[2]))


def _of_primes(p: int, q: int) -> rsa.RSAPrivateKey:
    exponent = 65537
    private = pow(exponent, -1, math.lcm(p - 1, q - 1))
    parts = (rsa.rsa_crt_dmp1(private, p), rsa.rsa_crt_dmq1(private, q), rsa.rsa_crt_iqmp(p, q))
    numbers = rsa.RSAPrivateNumbers(p, q, private, *parts, rsa.RSAPublicNumbers(exponent, p * q))
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)


def as_openssl_writes_it(key: ec.EllipticCurvePrivateKey) -> str:
    """Return a key of P-256 as "openssl ecparam -name prime256v1 -genkey" writes it: its curve in a block of its own."""
    traditional = serialization.PrivateFormat.TraditionalOpenSSL
    text = key.private_bytes(serialization.Encoding.PEM, traditional, serialization.NoEncryption()).decode()
    return _EC_PARAMETERS + text


def pem(key: t.Any, passphrase: bytes | None = None) -> str:
    """Return a private key as PEM."""
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock).decode()


def _text(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _hash(key: t.Any) -> t.Any:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


class Signer:
    """A CA, signed by itself or by another one, valid from begin to end days from now."""

    def __init__(
        self, name: str, above: Signer | None = None, begin: int = -1, end: int = 3650, critical: bool = True
    ) -> None:
        """Make key and certificate, its basic constraints *critical* or not."""
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = make_key("ecdsa-p256")
        issuer = above or self
        self.above = above
        self.certificate = (
            self._builder(self.name, issuer.name, self.key.public_key(), begin, end)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=critical)
            .sign(issuer.key, hashes.SHA256())
        )
        self.pem = _text(self.certificate)

    @staticmethod
    def _builder(subject: x509.Name, issuer: x509.Name, key: t.Any, begin: int, end: int) -> t.Any:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + datetime.timedelta(days=begin))
            .not_valid_after(NOW + datetime.timedelta(days=end))
        )

    def issue(
        self,
        domains: t.Sequence[str] = (),
        ips: t.Sequence[str] = (),
        key: t.Any = None,
        usages: t.Sequence[str] | None = ("server",),
        begin: int = -1,
        end: int = 90,
        chain: bool = True,
        itself: bool = False,
    ) -> dict[str, str]:
        """Return certificate and private_key as PEM, with this CA behind the certificate unless it is a root or chain is false."""
        key = key or make_key("ecdsa-p256")
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "default")])
        builder = self._builder(subject, subject if itself else self.name, key.public_key(), begin, end)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        if usages is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([USAGES[one] for one in usages]), critical=False)
        names: list[x509.GeneralName] = [x509.DNSName(name) for name in domains]
        names += [x509.IPAddress(ipaddress.ip_address(ip)) for ip in ips]
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        signer = key if itself else self.key
        text = _text(builder.sign(signer, _hash(signer)))
        return {"certificate": text + (self.pem if chain and self.above else ""), "private_key": pem(key)}
