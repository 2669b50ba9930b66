# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Private keys that stay on their host, and the certificates for them."""

from __future__ import annotations

import grp
import os
import pwd
import stat
import tempfile
import typing as t

from . import _files, _signing_requests, _x509
from ._errors import InputError

Facts = t.Dict[str, t.Any]


def _read(path: str) -> t.Optional[bytes]:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


class Pair:
    """One private key and its certificate, wanted as the options of tls_keys say.

    A key that is to replace another one waits beside it until its certificate is there, so that the two always fit.
    """

    def __init__(self, wanted: Facts, authority: t.Optional[bytes], check_mode: bool) -> None:
        self.wanted = wanted
        self.check_mode = check_mode
        self.authority = _x509.certificates(authority, "authority") if authority else []
        self.path, self.waiting = wanted["private_key"], wanted["private_key"] + ".new"
        pem = _read(self.path)
        self.key = _x509.private_key(pem, self.path) if pem else None
        pem = _read(wanted["certificate"])
        self.certificate = _x509.certificates(pem, wanted["certificate"])[0] if pem else None

    def reason(self) -> t.Optional[str]:
        """Say why another certificate is needed; None when what is there will do."""
        if self.key is None:
            return "there is no private key"
        if _x509.kind_of(self.key) != self.wanted["key_type"]:
            return f"the private key is {_x509.kind_of(self.key)}, not {self.wanted['key_type']}"
        if self.certificate is None:
            return "there is no certificate"
        return self._certificate_reason(self.certificate)

    def _certificate_reason(self, certificate: t.Any) -> t.Optional[str]:
        facts, wanted = _x509.describe(certificate), self.wanted
        if not _x509.matches(certificate, self.key):
            return "the certificate is not for the private key"
        if facts["days_left"] < wanted["renew_before"]:
            return f"the certificate ends on {facts['not_after'][:10]}, in less than {wanted['renew_before']} days"
        if (facts["domains"], facts["ips"]) != _signing_requests.names_of(wanted):
            return "the certificate has other names or addresses"
        if facts["usages"] != sorted(wanted["usages"]):
            return "the certificate is for other usages"
        if self.authority and not _x509.is_issued_by(certificate, self.authority[0]):
            return "the certificate is signed by another CA"
        return None

    def changes_issuer(self) -> bool:
        """Tell whether the certificate that is there is signed by another CA than the one to come.

        One that is not for its key is none: a server would not start with it.
        """
        if self.certificate is None or self.key is None or not _x509.matches(self.certificate, self.key):
            return False
        given = self.wanted["certificate_content"]
        if given:
            leaf = _x509.certificates(given.encode(), f"certificate_content of {self.wanted['name']}")[0]
            return _x509.issuer_of(self.certificate) != _x509.issuer_of(leaf)
        return bool(self.authority) and not _x509.is_issued_by(self.certificate, self.authority[0])

    def request(self) -> t.Optional[str]:
        """Return a signing request (PEM), with a new key made first where one is needed; None in check mode."""
        if self.check_mode:
            return None
        key = self.key
        if key is None or _x509.kind_of(key) != self.wanted["key_type"]:
            key = _signing_requests.make_key(self.wanted["key_type"])
            self._write(self.waiting, _signing_requests.key_pem(key), self.wanted["key_mode"])
        return _signing_requests.make(key, self.wanted).decode()

    def install(self) -> bool:
        """Put the given certificate, and the key that waits for it or was given with it, in place; returns whether it changed."""
        pem = self.wanted["certificate_content"].encode()
        leaf = _x509.certificates(pem, f"certificate_content of {self.wanted['name']}")[0]
        key_bytes = self._key_of(leaf)
        changed = _read(self.wanted["certificate"]) != pem or _read(self.path) != key_bytes
        if changed and not self.check_mode:
            self._write(self.path, key_bytes, self.wanted["key_mode"])
            self._write(self.wanted["certificate"], pem, "0644")
            if os.path.exists(self.waiting):
                os.unlink(self.waiting)
        return changed

    def _key_of(self, leaf: t.Any) -> bytes:
        """Return the key that a certificate is for: the one given with it, or one of those here, as a run that was killed may leave two."""
        given = self.wanted["private_key_content"]
        # MinIO does not start with an empty line behind its key
        keys = [given.strip().encode() + b"\n"] if given else list(filter(None, map(_read, (self.waiting, self.path))))
        if not keys:
            raise InputError(f"{self.wanted['name']}: there is no private key at {self.path}")
        for pem in keys:
            if _x509.matches(leaf, _x509.private_key(pem, f"the private key of {self.wanted['name']}")):
                return pem
        raise InputError(
            f"{self.wanted['name']}: the certificate is not for the private key, give the two that belong together"
        )

    def facts(self) -> Facts:
        """Return what is there now, nothing of it secret."""
        return {
            "identity": _x509.fingerprint(self.key.public_key()) if self.key else None,
            "not_after": _x509.not_after(self.certificate).isoformat() if self.certificate else None,
        }

    def repair_permissions(self) -> bool:
        """Give the files of the pair, where they exist, their owner and mode; returns whether something changed."""
        changed = False
        uid, gid = self._ids()
        for path, mode in ((self.path, self.wanted["key_mode"]), (self.wanted["certificate"], "0644")):
            if not os.path.exists(path):
                continue
            status, octal = os.stat(path), int(mode, 8)
            if (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) != (uid, gid, octal):
                changed = True
                if not self.check_mode:
                    os.chown(path, uid, gid)
                    os.chmod(path, octal)
        return changed

    def _ids(self) -> t.Tuple[int, int]:
        try:
            return pwd.getpwnam(self.wanted["owner"]).pw_uid, grp.getgrnam(self.wanted["group"]).gr_gid
        except KeyError:
            if self.check_mode:
                return -1, -1
            raise InputError(
                f"{self.wanted['name']}: owner {self.wanted['owner']!r} or group {self.wanted['group']!r} does not exist on this host"
            ) from None

    def _write(self, path: str, content: bytes, mode: str) -> None:
        _files.make_directories(os.path.dirname(path))
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".ansible-")
        try:
            with os.fdopen(handle, "wb") as stream:
                os.fchown(stream.fileno(), *self._ids())
                os.fchmod(stream.fileno(), int(mode, 8))
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
