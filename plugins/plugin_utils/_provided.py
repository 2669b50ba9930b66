# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Certificates that the operator provides: would MinIO load, serve and trust them?"""

from __future__ import annotations

import base64
import datetime
import functools
import itertools
import ssl
import typing as t

from ..module_utils import _x509
from ..module_utils._errors import InputError
from . import _pem

Entry = t.Mapping[str, t.Any]
Found = t.Iterator[str]

DEFAULT = "default"
VARIABLE = "minio_tls_certificates"
CAS = "minio_tls_trusted_cas"
CURVES = ("secp256r1", "secp384r1", "secp521r1")
ANY_USAGE = "2.5.29.37.0"
KEYS = "ECDSA on P-256, P-384 or P-521, RSA of 2048 to 8192 bits, or Ed25519"
# programs written in Go, MinIO's nodes among them, end a handshake that shows a larger one
MOST_RSA_BITS = 8192
# an RSA key that is for RSA-PSS only, as DER has it
PSS, PSS_NAME = bytes.fromhex("06092a864886f70d01010a"), "1.2.840.113549.1.1.10"


class Judged(t.NamedTuple):
    """What is wrong, one sentence each, and what will be soon."""

    problems: list[str]
    warnings: list[str]


class Pair:
    """One entry that could be read: the chain, the leaf first, and the private key."""

    def __init__(self, entry: Entry, now: datetime.datetime) -> None:
        """Read an entry; raises InputError without what it holds."""
        self.entry = entry
        self.name = f"{entry['name']} in {VARIABLE}"
        if "PRIVATE KEY-----" in entry["certificate"]:
            raise InputError(
                f"certificate of {self.name} holds a private key: everybody may read that file, leave it out"
            )
        self.chain = _x509.certificates(str(entry["certificate"]).encode(), f"certificate of {self.name}")
        self.key = _x509.private_key(str(entry["private_key"]).encode(), f"private_key of {self.name}")
        self.facts = _x509.describe(self.chain[0], now)
        _pem.refuse_more_than_certificates(str(entry["certificate"]), f"certificate of {self.name}")
        _pem.refuse_more_than_key(str(entry["private_key"]), f"private_key of {self.name}")
        own = [_x509.matches(certificate, self.key) for certificate in self.chain]
        if any(own) and not own[0]:
            raise InputError(
                f"certificate of {self.name} begins with another than that of its private_key: put its own first, then each behind the "
                "one that it signed"
            )


def _is_for_pss(pair: Pair) -> bool:
    """Tell whether the key is one for RSA-PSS only, which the library shows like any other RSA key."""
    leaf = pair.chain[0]
    signed = int(leaf.signature_algorithm_oid.dotted_string == PSS_NAME)
    [key] = _pem.bodies(str(pair.entry["private_key"]))
    return leaf.tbs_certificate_bytes.count(PSS) > signed or PSS in base64.b64decode(key)


def _unusable(pair: Pair) -> t.Optional[str]:
    """Return the type of a key that MinIO or its clients cannot use, None for any other."""
    curve = getattr(pair.key, "curve", None)
    if curve is not None:
        return None if curve.name in CURVES else f"ECDSA on {curve.name}"
    facts = pair.facts["key"]
    if facts["algorithm"] != "rsa":
        return None
    return "RSA-PSS" if _is_for_pss(pair) else _x509.kind_of(pair.key) if facts["bits"] > MOST_RSA_BITS else None


def _of_key(pair: Pair) -> Found:
    if not _x509.matches(pair.chain[0], pair.key):
        yield f"certificate of {pair.name} is not for its private_key: give the two that belong together"
    unusable = _unusable(pair)
    if unusable or not _x509.is_strong(pair.facts):
        yield (
            f"certificate of {pair.name} has a key of type {unusable or _x509.kind_of(pair.key)} and is signed with "
            f"{pair.facts['signature_hash']}: give a key of type {KEYS}, signed with SHA-256 or better"
        )


def _validity(what: str, certificate: t.Any, now: datetime.datetime) -> Found:
    if now < _x509.not_before(certificate):
        yield f"{what} is not valid before {_x509.not_before(certificate):%Y-%m-%d %H:%M} UTC: give one that is valid now"
    if now > _x509.not_after(certificate):
        yield f"{what} ended on {_x509.not_after(certificate):%Y-%m-%d}: give one that is valid now"


def _names(pair: Pair, node: t.Sequence[str]) -> Found:
    default = pair.entry["name"] == DEFAULT
    wanted = (
        [*node, *(pair.entry.get("domains") or [])] if default else (pair.entry.get("domains") or [pair.entry["name"]])
    )
    missing = [name for name in dict.fromkeys(wanted) if not _x509.names_host(pair.facts, name)]
    told = ", ".join([*pair.facts["domains"], *pair.facts["ips"]]) or "nothing"
    if missing:
        yield f"certificate of {pair.name} names {told} and not {', '.join(missing)}: give one for that"
    if pair.facts["ips"] and not default:
        yield (
            f"certificate of {pair.name} names the address {', '.join(pair.facts['ips'])}: MinIO takes addresses in the default "
            "certificate only and would leave this one out"
        )


def _usage(pair: Pair) -> Found:
    usages = pair.facts["usages"]
    if usages is not None and not {"server", ANY_USAGE} & set(usages):
        yield f"certificate of {pair.name} is for {', '.join(usages)} only: give one with the extended key usage serverAuth"


def _trust(pair: Pair, anchors: t.Sequence[t.Any], now: datetime.datetime) -> Found:
    """Say what keeps clients and the other nodes, who have the CAs and the chain that is served, from trusting it."""
    leaf, *behind = pair.chain
    if _x509.is_issued_by(leaf, leaf):
        return
    if behind and not any(_x509.is_issued_by(leaf, one) for one in behind):
        yield f"certificate of {pair.name} is not signed by one of those behind it: put its own intermediates there, in their order"
        return
    if any(
        not _x509.is_issued_by(*two) and any(_x509.is_issued_by(two[0], one) for one in behind)
        for two in _pairwise(pair.chain)
    ):
        yield f"certificate of {pair.name} has its chain in another order: put each certificate behind the one that it signed"
    own = [*anchors, *(one for one in behind if _x509.is_issued_by(one, one))]
    if not (_x509.chains_to(leaf, behind, own, now) or _x509.chains_to(leaf, behind, public_authorities(), now)):
        yield (
            f"certificate of {pair.name} is signed by {pair.facts['issuer']}, from which nothing leads to a CA that the nodes trust: "
            f"put its intermediates behind it and its root into {CAS}"
        )


def _pairwise(chain: t.Sequence[t.Any]) -> t.Iterator[t.Tuple[t.Any, t.Any]]:
    """Return every certificate that is not signed by itself with the one behind it."""
    return ((one, behind) for one, behind in zip(chain, chain[1:]) if not _x509.is_issued_by(one, one))


def ambiguous(names: t.Mapping[str, t.Sequence[str]]) -> Found:
    """Say which certificates are for the same domain; names are those of each certificate."""
    for (one, first), (other, second) in itertools.combinations(names.items(), 2):
        both = [name for name in first if _x509.names_host({"domains": second, "ips": []}, name)]
        both += [name for name in second if _x509.names_host({"domains": first, "ips": []}, name)]
        if both:
            yield (
                f"{one} and {other} in {VARIABLE} are both for {', '.join(dict.fromkeys(both))}: MinIO serves the one or the other "
                "by chance, so name each domain in one only"
            )


def _shared(pairs: t.Sequence[Pair]) -> Found:
    owners: dict[str, list[str]] = {}
    for pair in pairs:
        owners.setdefault(_x509.fingerprint(pair.key.public_key()), []).append(pair.entry["name"])
    for names in owners.values():
        if len(names) > 1:
            yield f"{' and '.join(names)} in {VARIABLE} have the same private_key: give each certificate a key of its own"


def authorities(
    entries: t.Sequence[Entry], variable: str = CAS, now: t.Optional[datetime.datetime] = None
) -> t.Tuple[list[t.Any], list[str]]:
    """Return the certificates of CAs, and one sentence for everything in them that is none or not valid now."""
    now = now or datetime.datetime.now(_x509.UTC)
    found: list[t.Any] = []
    problems: list[str] = []
    for entry in entries:
        what = f"certificate of {entry['name']} in {variable}"
        if "PRIVATE KEY-----" in entry["certificate"]:
            problems.append(f"{what} holds a private key: everybody may read that file, leave it out")
            continue
        try:
            certificates = _x509.certificates(str(entry["certificate"]).encode(), what)
        except InputError as error:
            problems.append(str(error))
            continue
        for one in certificates:
            if not _x509.is_ca(one):
                problems.append(f"{what} is no CA: {one.subject.rfc4514_string()} may not sign others, give its issuer")
            problems += _validity(f"{what} ({one.subject.rfc4514_string()})", one, now)
        found += certificates
    return found, problems


@functools.lru_cache(1)
def public_authorities() -> list[t.Any]:
    """Return the CAs that this system trusts, leaving out what the library cannot read."""
    found = []
    for der in ssl.create_default_context().get_ca_certs(binary_form=True):
        try:
            found.append(_x509.from_der(der))
        except InputError:
            continue
    return found


def judge(
    entries: t.Sequence[Entry],
    node: t.Sequence[str],
    cas: t.Sequence[Entry],
    renew_before: int,
    now: t.Optional[datetime.datetime] = None,
) -> Judged:
    """Judge all entries; node holds the names by which this node is called."""
    now = now or datetime.datetime.now(_x509.UTC)
    anchors, problems = authorities(cas, CAS, now)
    pairs: list[Pair] = []
    warnings: list[str] = []
    for entry in entries:
        try:
            pair = Pair(entry, now)
        except InputError as error:
            problems.append(str(error))
            continue
        pairs.append(pair)
        what = f"certificate of {pair.name}"
        outdated = list(_validity(what, pair.chain[0], now))
        found = [
            _of_key(pair),
            outdated,
            _names(pair, node),
            _usage(pair),
            () if outdated else _trust(pair, anchors, now),
        ]
        problems += [sentence for sentences in found for sentence in sentences]
        if not outdated and pair.facts["days_left"] < renew_before:
            warnings.append(
                f"{what} ends on {pair.facts['not_after'][:10]}, in {pair.facts['days_left']} days and less than minio_tls_renew_before, "
                f"{renew_before}: replace it soon"
            )
    named = {pair.entry["name"]: pair.facts["domains"] for pair in pairs}
    return Judged([*problems, *_shared(pairs), *ambiguous(named)], warnings)
