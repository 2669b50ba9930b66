# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of TLS at MinIO: what its listeners show, and the certificates and CAs stored for it."""

from __future__ import annotations

import functools
import os
import typing as t

from .. import _tls_listener, _tls_probe, _x509
from .._errors import HardeningError
from .._restart import tls as stored
from . import files, pairs

if t.TYPE_CHECKING:
    from .context import Context

Facts = t.Dict[str, t.Any]
Served = t.Callable[[t.Optional[str]], t.Optional[bytes]]
"""The certificate (DER) served for a name, for no name the default one; None where none is."""


def _store(directory: str) -> Facts:
    """Return the facts of the directory of trusted CAs."""
    folder = os.path.join(directory, "CAs")
    # whoever may make the directory may fill it
    protected = files.only_writable_by_root(files.nearest(folder))
    facts: Facts = {"path": folder, "protected": protected, "problems": [], "authorities": []}
    for path in sorted(entry.path for entry in os.scandir(folder)) if os.path.isdir(folder) else []:
        facts["protected"] = facts["protected"] and files.only_writable_by_root(path)
        try:
            for certificate in _x509.certificates(pairs.read(path), path):
                described = _x509.describe(certificate)
                facts["authorities"].append(
                    {"path": path, **{key: described[key] for key in ("subject", "days_left", "ca")}}
                )
                if not described["ca"]:
                    facts["problems"].append(f"{path} is no CA: {described['subject']}")
        except (HardeningError, OSError) as error:
            facts["problems"].append(str(error))
    return facts


def _pairs(directory: str, account: Facts, served: Served, names: t.Set[str]) -> t.List[Facts]:
    """Return the facts of the default certificate and of each domain's own."""
    trusted = pairs.anchors(os.path.join(directory, "CAs"))
    found = []
    for domain in [None, *stored.domains(directory)]:
        folder = os.path.join(directory, domain) if domain else directory
        if not os.path.exists(os.path.join(folder, "public.crt")):
            continue
        certificate, key = os.path.join(folder, "public.crt"), os.path.join(folder, "private.key")
        facts = pairs.describe(certificate, key, trusted, account["uid"], account["gid"])
        told = facts["certificate"] or {"domains": [], "ips": [], "usages": []}
        wanted = {domain} if domain else names
        facts["names"] = bool(wanted & {*told["domains"], *told["ips"]})
        facts["server"] = told["usages"] is None or "server" in told["usages"]
        answer = served(domain)
        facts["served"] = answer is not None and answer == stored.stored(certificate)
        found.append(facts)
    return found


def _domains(directory: str, declared: t.Iterable[str], served: Served) -> t.List[Facts]:
    """Return, for every domain declared or stored, whether it gets a certificate of its own that names it."""
    default = served(None)
    found = []
    for name in sorted({*stored.domains(directory), *declared}):
        answer = served(name)
        named = answer is not None and name in _x509.names(_x509.from_der(answer))[0]
        found.append({"name": name, "own": named and answer != default})
    return found


def _shared_keys(found: t.Sequence[Facts]) -> t.List[t.List[str]]:
    owners: t.Dict[str, t.List[str]] = {}
    for facts in found:
        if facts["certificate"]:
            owners.setdefault(facts["certificate"]["fingerprint"], []).append(facts["path"])
    return [paths for paths in owners.values() if len(paths) > 1]


def collect(context: "Context") -> t.Optional[Facts]:
    """Return the evidence, None where no MinIO server runs."""
    minio, host = context.results.get("minio"), context.results.get("host") or {}
    if context.minio_pid is None or not minio or "command" not in minio:
        return None
    _x509.require()
    command, timeout = minio["command"], float(context.params["connect_timeout"])
    address = stored.endpoint(context.cmdline(context.minio_pid) or [])
    names = {str(host.get("name")), *(host.get("addresses") or [])}
    directory = command["certs_dir"]
    # a node of several has to trust the CA of the others, not only itself
    anchors = stored.anchors(directory, own=not command["distributed"]) if directory else None
    console = command["console"]["port"]
    evidence: Facts = {
        "api": _tls_listener.describe(address, names, timeout, anchors),
        "console": _tls_listener.describe((address[0], console), names, timeout, anchors) if console else None,
        "pairs": None, "shared_keys": None, "store": None, "domains": None,
    }  # fmt: skip
    if directory:
        # asked once for each name
        served = functools.lru_cache(maxsize=None)(lambda name: _tls_probe.served(address, timeout, name))
        found = _pairs(directory, minio["process"], served, names)
        evidence.update(pairs=found, shared_keys=_shared_keys(found), store=_store(directory))
        evidence["domains"] = _domains(directory, context.params["domains"], served)
    return evidence
