# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What the certificates say that a host has found, read on the controller: a host needs no library for them."""

from __future__ import annotations

import base64
import hashlib
import typing as t

from ..module_utils import _x509
from ..module_utils._errors import HardeningError

Facts = t.Dict[str, t.Any]
Names = t.Set[str]


class Authorities(t.NamedTuple):
    """The certificates in a file, and what the host or the library could not read of it."""

    path: str
    certificates: list[t.Any]
    problem: str | None


def _authorities(files: t.Iterable[Facts]) -> list[Authorities]:
    found = []
    for one in files:
        certificates, problem = [], one["problem"]
        if one["pem"] is not None:
            try:
                certificates = _x509.certificates(one["pem"].encode(), one["path"])
            except HardeningError as error:
                problem = str(error)
        found.append(Authorities(one["path"], certificates, problem))
    return found


def _anchors(authorities: t.Iterable[Authorities]) -> list[t.Any]:
    return [certificate for one in authorities for certificate in one.certificates]


def _pair(found: Facts, trusted: t.Sequence[t.Any]) -> Facts:
    """Return the facts of a pair: what the certificate says, whether it is strong and chains to a trusted CA."""
    facts: Facts = {**found, "certificate": None, "strong": None, "trusted": None}
    pem = facts.pop("pem")
    if pem is None:
        return facts
    try:
        chain = _x509.certificates(pem.encode(), facts["path"])
    except HardeningError as error:
        return {**facts, "matches": None, "problem": str(error)}
    described = _x509.describe(chain[0])
    # a server trusts its own certificate as well, so that one signed by itself is an anchor
    chains = _x509.chains_to(chain[0], chain[1:], trusted)
    return {**facts, "certificate": described, "strong": _x509.is_strong(described), "trusted": chains}


def _names_any(certificate: Facts, names: Names) -> bool:
    return any(_x509.names_host(certificate, name) for name in names)


def _listener(found: t.Optional[Facts], names: Names) -> t.Optional[Facts]:
    """Return the facts of a listener; *names* are the host's own."""
    if found is None:
        return None
    facts: Facts = {**found, "certificate": None, "names_host": None, "strong": None}
    der = facts.pop("der")
    if der is None:
        return facts
    described = _x509.describe(_x509.from_der(base64.b64decode(der)))
    return {
        **facts,
        "certificate": described,
        "names_host": _names_any(described, names),
        "strong": _x509.is_strong(described),
    }


def _store(found: Facts, authorities: t.Iterable[Authorities]) -> Facts:
    """Return the facts of a directory of trusted CAs."""
    facts: Facts = {"path": found["path"], "protected": found["protected"], "problems": [], "authorities": []}
    for one in authorities:
        if one.problem:
            facts["problems"].append(one.problem)
        for described in map(_x509.describe, one.certificates):
            told = {key: described[key] for key in ("subject", "days_left", "ca")}
            facts["authorities"].append({"path": one.path, **told})
            if not described["ca"]:
                facts["problems"].append(f"{one.path} is no CA: {described['subject']}")
    return facts


def _domains(served: t.Mapping[str, t.Optional[str]]) -> list[Facts]:
    """Return, for every domain, whether it gets a certificate of its own that names it."""
    found = []
    for name, der in served.items():
        if name:
            shown = None if der is None else _x509.describe(_x509.from_der(base64.b64decode(der)))
            named = shown is not None and _x509.names_host(shown, name)
            found.append({"name": name, "own": named and der != served[""]})
    return found


def _stored_pair(found: Facts, trusted: t.Sequence[t.Any], names: Names) -> Facts:
    """Return the facts of a pair that MinIO serves: for a domain, or for the host's names."""
    domain = found["domain"]
    facts = _pair({key: value for key, value in found.items() if key != "domain"}, trusted)
    told = facts["certificate"] or {"domains": [], "ips": [], "usages": []}
    facts["names"] = _names_any(told, {domain} if domain else names)
    facts["server"] = told["usages"] is None or "server" in told["usages"]
    return facts


def _shared_keys(pairs: t.Iterable[Facts]) -> list[list[str]]:
    owners: dict[str, list[str]] = {}
    for facts in pairs:
        if facts["certificate"]:
            owners.setdefault(facts["certificate"]["fingerprint"], []).append(facts["path"])
    return [paths for paths in owners.values() if len(paths) > 1]


def _tls(found: Facts, names: Names) -> Facts:
    facts: Facts = {
        **found,
        **{name: _listener(found[name], names) for name in ("api", "console")},
        "shared_keys": None,
    }
    if found["pairs"] is not None:
        authorities = _authorities(found["store"]["files"])
        trusted = _anchors(authorities)
        facts["pairs"] = [_stored_pair(one, trusted, names) for one in found["pairs"]]
        facts.update(shared_keys=_shared_keys(facts["pairs"]), store=_store(found["store"], authorities))
        facts["domains"] = _domains(found["domains"])
    return facts


def _kes_client(found: Facts, _names: Names) -> Facts:
    trusted = _anchors(_authorities(found["authorities"]))
    return _pair({key: value for key, value in found.items() if key != "authorities"}, trusted)


def _kes(found: Facts, names: Names) -> Facts:
    """Return the facts of KES; its certificate is judged by the chain file that it serves.

    The clients' own CA is evidence of the MinIO nodes.
    """
    pair = found["pair"] and _pair(found["pair"], _anchors(_authorities([found["pair"]])))
    listener = _listener(found["tls"], names) or {}
    served, stored = listener["certificate"] or {}, (pair or {}).get("certificate") or {}
    listener["trusted"] = bool(stored) and served.get("fingerprint") == stored["fingerprint"]
    return {**found, "pair": pair, "tls": listener}


TOPICS: dict[str, t.Callable[[Facts, Names], Facts]] = {"tls": _tls, "kes": _kes, "kes_client": _kes_client}


def described(evidence: Facts) -> Facts:
    """Return a host's evidence with what its certificates say in their place; a topic that fails holds "error", a sentence."""
    host = evidence.get("host") or {}
    called = (evidence.get("minio") or {}).get("own_hosts") or []
    names = {str(host.get("name")), *(host.get("addresses") or []), *called}
    facts = dict(evidence)
    for topic, describe in TOPICS.items():
        if facts.get(topic) and "error" not in facts[topic]:
            try:
                facts[topic] = describe(facts[topic], names)
            except HardeningError as error:
                facts[topic] = {"error": str(error)}
            except Exception as error:  # one unforeseen certificate must not hide the evidence of all other topics
                facts[topic] = {"error": f"the certificates of {topic} cannot be described ({type(error).__name__})"}
    return facts


def shown(found: Facts) -> Facts:
    """Return what tls_probe_info found with what the certificate says in its place; raises InputError without the library."""
    _x509.require()
    facts: Facts = {**found, "certificate": None, "matches_name": None}
    encoded = facts.pop("der")
    if encoded is None:
        return facts
    der = base64.b64decode(encoded)
    try:
        described = _x509.describe(_x509.from_der(der))
    except HardeningError as error:
        return {**facts, "error": str(error)}
    facts["certificate"] = {**described, "sha256": hashlib.sha256(der).hexdigest()}
    # as certificates write names of other alphabets
    facts["matches_name"] = _x509.names_host(described, facts["server_name"].encode("idna").decode())
    return facts
