# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What the known vulnerabilities mean for the servers that run: their release, what they use, what fences it."""

from __future__ import annotations

import typing as t

from .. import _advisories
from .._advisories import Known, Verdict
from . import firewall

Document = t.Mapping[str, t.Any]
ACCEPTANCES = "minio_server_accept_advisories"
OPEN, UNCLEAR, MITIGATED, ACCEPTED = "open", "unclear", "mitigated", "accepted"


def _mapping(value: t.Any) -> Document:
    """Return a mapping of evidence; an empty one for what is missing or could not be collected."""
    return value if isinstance(value, t.Mapping) and "error" not in value else {}


def _provider(kind: str, names: t.Optional[t.Sequence[str]], cluster: Document) -> t.Optional[bool]:
    """Tell whether an identity provider is configured: by the environment, or by what the cluster has stored."""
    if names and any(name.startswith(f"MINIO_IDENTITY_{kind.upper()}_") for name in names):
        return True
    stored = _mapping(_mapping(cluster.get("identity_providers")).get(kind)).get("configured")
    return None if names is None else stored


def _object_lock(cluster: Document) -> t.Optional[bool]:
    buckets = cluster.get("buckets")
    if not isinstance(buckets, list):
        return None
    locks = [_mapping(bucket).get("object_lock") for bucket in buckets]
    return True if any(locks) else None if None in locks else False


def features(host: Document, cluster: Document) -> dict[str, t.Optional[bool]]:
    """Return what a server uses; None for what the evidence does not tell."""
    minio = _mapping(host.get("minio"))
    command = _mapping(minio.get("command"))
    names = _mapping(minio.get("environment")).get("names")
    console = _mapping(command.get("console")).get("state")
    return {
        "console": None if console is None else console != "off",
        "distributed": command.get("distributed"),
        "sftp": _mapping(command.get("sftp")).get("enabled"),
        "openid": _provider("openid", names, cluster),
        "ldap": _provider("ldap", names, cluster),
        "object_lock": _object_lock(cluster),
    }


def _console_fenced(host: Document, declared: Document) -> t.Optional[bool]:
    """Tell whether only those declared reach the Console, and not everybody was declared."""
    rules = _mapping(host.get("firewall"))
    if rules.get("active") is False:
        return False
    opened = _mapping(rules.get("ports")).get("console")
    if rules.get("active") is None or opened is None:
        return None
    uninvited = firewall.derive(dict(host), dict(declared))["console"]["uninvited"]
    return not uninvited and not any(network.endswith("/0") for network in opened)


def measures(host: Document, declared: Document) -> dict[str, t.Optional[bool]]:
    """Return which mitigations are in force on a host; None for what the evidence does not tell."""
    return {"console_fenced": _console_fenced(host, declared)}


def outcome(verdict: Verdict, accepted: t.Mapping[str, str], in_force: Known) -> str:
    """Return OPEN, UNCLEAR, MITIGATED or ACCEPTED for an advisory that applies or may apply."""
    if verdict["id"] in accepted:
        return ACCEPTED
    if verdict["state"] != _advisories.AFFECTED or not verdict["certain"]:
        return UNCLEAR
    if verdict["fix"] or not verdict["mitigated_by"]:
        return OPEN
    held = in_force.get(verdict["mitigated_by"])
    return MITIGATED if held else OPEN if held is False else UNCLEAR


def _of_host(host: Document, cluster: Document, declared: Document) -> list[tuple[Verdict, str]]:
    release = _mapping(_mapping(host.get("minio")).get("release"))
    accepted = _advisories.check_acceptances(declared.get(ACCEPTANCES))
    in_force = measures(host, declared)
    verdicts = _advisories.applicable(release, features(host, cluster))
    return [(verdict, outcome(verdict, accepted, in_force)) for verdict in verdicts]


def _shown(verdict: Verdict) -> dict[str, t.Any]:
    return {
        "id": verdict["id"],
        "title": verdict["title"],
        "cvss": verdict["cvss"],
        "fix": verdict["fix"] or "nobody has fixed it",
        "mitigation": verdict["mitigation"],
    }


def derive(document: Document, declared: Document) -> dict[str, t.Any]:
    """Return the advisories of all MinIO servers in a document of one host or of a cluster.

    safe is True if none is open or unclear, False if one is open, None if no server runs or something is not known.
    """
    accepted = _advisories.check_acceptances(declared.get(ACCEPTANCES))
    cluster = _mapping(document.get("cluster"))
    hosts = [host for host in document.get("hosts", [document]) if isinstance(host, t.Mapping) and host.get("minio")]
    found: dict[str, dict[str, Verdict]] = {OPEN: {}, UNCLEAR: {}, MITIGATED: {}, ACCEPTED: {}}
    for host in hosts:
        for verdict, result in _of_host(host, cluster, declared):
            found[result][verdict["id"]] = verdict
    releases = [_mapping(_mapping(host["minio"]).get("release")) for host in hosts]
    return {
        "safe": False if found[OPEN] else None if found[UNCLEAR] or not hosts else True,
        "releases": sorted({f"{release.get('flavour')} {release.get('version')}" for release in releases}),
        "open": [_shown(verdict) for verdict in found[OPEN].values()],
        "unclear": sorted(found[UNCLEAR]),
        "mitigated": sorted(found[MITIGATED]),
        "accepted": {identifier: accepted[identifier] for identifier in sorted(found[ACCEPTED])},
    }
