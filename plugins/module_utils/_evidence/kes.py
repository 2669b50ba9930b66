# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the KES server that runs on this host."""

from __future__ import annotations

import os
import typing as t

from .. import _tls_listener, _tls_probe
from . import files, kes_config, listeners, pairs, process, release, sandbox, unit

if t.TYPE_CHECKING:
    from .context import Context

Facts = t.Dict[str, t.Any]
# names by which the environment switches a verification off, or sends KES elsewhere
WEAKENING = ("VAULT_", "AWS_", "AZURE_", "GOOGLE_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_")
# what has Go look for CAs in no directory besides
NO_DIRECTORY = "/nonexistent"
SUPPORTED = ("2025-01-13", "2025-03-12", "2026-")


def weakening(environment: t.Optional[t.Dict[str, str]], configuration: t.Optional[str]) -> t.Optional[t.List[str]]:
    """Return the names of variables that switch a verification off or lead elsewhere; None where they cannot be read.

    Not those by which KES trusts one CA and no other, a file beside its *configuration* that root alone can write: some key
    management systems have no other setting for that.
    """
    if environment is None:
        return None
    found = {name for name in environment if name.upper().startswith(WEAKENING)}
    folder = os.path.join(os.path.dirname(configuration or "/"), "backend", "")
    authority = environment.get("SSL_CERT_FILE", "")
    if os.path.dirname(authority) + "/" == folder and environment.get("SSL_CERT_DIR") == NO_DIRECTORY:
        if os.path.isfile(authority) and files.only_writable_by_root(authority):
            found -= {"SSL_CERT_FILE", "SSL_CERT_DIR"}
    return sorted(found)


def _release(context: "Context", pid: int) -> Facts:
    """Return the release; one that was built from the module tells its version by the build information."""
    facts = dict(release.describe(context, pid, "kes", context.params.get("kes_release")))
    version = str(facts.get("version") or "")
    known = version.startswith("v0.24.") or any(part in version for part in SUPPORTED)
    return {**facts, "supported": known if version else None}


def collect(context: "Context") -> t.Optional[Facts]:
    """Return the evidence, None where no KES server runs."""
    pid = process.pid_of(context, "kes")
    if pid is None:
        return None
    timeout = float(context.params["connect_timeout"])
    account, described = process.account(context, pid), process.describe(context, pid)
    path = kes_config.path_of(context, pid)
    configuration = kes_config.resolved(kes_config.load(path), context.environ(pid))
    ports, told = listeners.ports(context, pid), kes_config.port(context.cmdline(pid), configuration)
    address = ("127.0.0.1", ports[0] if ports else 7373)
    key, certificate = kes_config.pair(configuration, path)
    facts: Facts = {
        "process": described,
        "account": account,
        "release": _release(context, pid),
        "sandbox": sandbox.describe(context, pid, [sandbox.LOCK]),
        "unit": unit.describe(context, pid),
        "config": kes_config.describe(context, pid, path, configuration),
        "environment": {"weakening": weakening(context.environ(pid), path)},
        "listeners": None,
        "pair": None,
        "tls": _tls_listener.describe(address, timeout),
    }
    if told:
        facts["listeners"] = listeners.describe(pid, {told: "kes"}, None, context.beside.get("kes", []))
    if certificate and key:
        facts["pair"] = pairs.describe(certificate, key, described["uid"], described["gid"])
    facts["tls"]["anonymous"] = _serves_anonymous(address, "/version", timeout)
    return facts


def _serves_anonymous(address: _tls_probe.Address, path: str, timeout: float) -> t.Optional[bool]:
    """Tell whether a listener that is to ask for a client certificate answers a request without one."""
    told = _tls_probe.answer(address, timeout, _tls_probe.unverified(), path)
    return None if told is None else told.startswith(b"HTTP/")
