# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates that are wrong in one respect, signed by the lab's own CA or by nobody."""

from __future__ import annotations

import datetime
import pathlib
import typing as t

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

USAGES = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH}


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _private(key: t.Any) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def _names(domains: t.Sequence[str]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.DNSName(name) for name in domains])


def _start(subject: x509.Name, issuer: x509.Name, key: t.Any, age: int, days: int) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.timezone.utc)
    return x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - datetime.timedelta(days=age),
        not_valid_after=now + datetime.timedelta(days=days),
    )


def self_signed(
    name: str, days: int = 365, ca: bool = False, domains: t.Sequence[str] | None = None, bits: int | None = None
) -> tuple[str, str]:
    """Return certificate and key, both PEM; days may be negative for one that has ended, bits make it an RSA key."""
    key: t.Any = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = _start(subject, subject, key.public_key(), 400, days)
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    builder = builder.add_extension(_names(domains or [name]), critical=False)
    return _pem(builder.sign(key, hashes.SHA256())), _private(key)


class Authority:
    """The lab's own CA."""

    def __init__(self, folder: pathlib.Path, passphrase: str) -> None:
        """Open the CA that the playbook made."""
        self.certificate = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
        self._key: t.Any = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), passphrase.encode())

    def sign_again(
        self,
        pem: str,
        days: int = 90,
        age: int = 1,
        domains: t.Sequence[str] | None = None,
        usages: t.Sequence[str] | None = None,
        key_of: str | None = None,
    ) -> str:
        """Return a certificate like another, of the same key and the same names, but for what is given.

        days: how long it is still valid, negative for one that has ended. age: days since it became valid.
        key_of: certificate with whose key it is made out.
        """
        old = x509.load_pem_x509_certificate(pem.encode())
        key = x509.load_pem_x509_certificate((key_of or pem).encode()).public_key()
        builder = _start(old.subject, self.certificate.subject, key, age, days)
        for extension in old.extensions:
            value: t.Any = extension.value
            if isinstance(value, x509.SubjectAlternativeName) and domains is not None:
                value = _names(domains)
            if isinstance(value, x509.ExtendedKeyUsage) and usages is not None:
                value = x509.ExtendedKeyUsage([USAGES[usage] for usage in usages])
            builder = builder.add_extension(value, extension.critical)
        return _pem(builder.sign(self._key, hashes.SHA256()))
