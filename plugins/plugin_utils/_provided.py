# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Certificates that the operator provides: would MinIO load, serve and trust them?"""

from __future__ import annotations

import datetime
import functools
import ssl
import typing as t

from ..module_utils import _x509
from ..module_utils._errors import InputError

Entry = t.Mapping[str, t.Any]
Found = t.Iterator[str]

DEFAULT = "default"
VARIABLE = "minio_tls_certificates"
CAS = "minio_tls_trusted_cas"
CURVES = ("secp256r1", "secp384r1", "secp521r1")
ANY_USAGE = "2.5.29.37.0"
KEYS = "ECDSA on P-256, P-384 or P-521, RSA of 2048 bits or more, or Ed25519"


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


def _of_key(pair: Pair) -> Found:
    if not _x509.matches(pair.chain[0], pair.key):
        yield f"certificate of {pair.name} is not for its private_key: give the two that belong together"
    curve = getattr(pair.key, "curve", None)
    if not _x509.is_strong(pair.facts) or (curve is not None and curve.name not in CURVES):
        yield (
            f"certificate of {pair.name} has a key of type {_x509.kind_of(pair.key)} and is signed with {pair.facts['signature_hash']}: "
            f"give a key of type {KEYS}, signed with SHA-256 or better"
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
    own = [*anchors, *(one for one in behind if _x509.is_issued_by(one, one))]
    if not (_x509.chains_to(leaf, behind, own, now) or _x509.chains_to(leaf, behind, public_authorities(), now)):
        yield (
            f"certificate of {pair.name} is signed by {pair.facts['issuer']}, from which nothing leads to a CA that the nodes trust: "
            f"put its intermediates behind it and its root into {CAS}"
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
    return Judged([*problems, *_shared(pairs)], warnings)
