# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of TLS at MinIO: what its listeners show, and the certificates and CAs stored for it."""

from __future__ import annotations

import functools
import os
import typing as t

from .. import _tls_listener, _tls_probe
from .._restart import tls as stored
from . import files, pairs

if t.TYPE_CHECKING:
    from .context import Context

Facts = t.Dict[str, t.Any]
Served = t.Callable[[str], t.Optional[str]]
"""The certificate (DER in base64) served for a name, for an empty name the default one; None where none is."""


def _store(directory: str) -> Facts:
    """Return the facts of the directory of trusted CAs, and what is in it."""
    folder = os.path.join(directory, "CAs")
    found = pairs.authorities(folder)
    # whoever may make the directory may fill it
    protected = files.only_writable_by_root(files.nearest(folder))
    protected = protected and all(files.only_writable_by_root(one["path"]) for one in found)
    return {"path": folder, "protected": protected, "files": found}


def _pairs(directory: str, account: Facts, served: Served) -> t.List[Facts]:
    """Return the facts of the default certificate and of each domain's own."""
    found = []
    beside = stored.certificates(directory)
    for domain in ["", *stored.domains(directory)]:
        folder = os.path.join(directory, domain)
        if not os.path.exists(os.path.join(folder, "public.crt")):
            continue
        certificate, key = os.path.join(folder, "public.crt"), os.path.join(folder, "private.key")
        name = beside[domain].name if domain in beside else domain
        answer = served(name)
        found.append(
            {
                **pairs.describe(certificate, key, account["uid"], account["gid"]),
                "domain": name,
                "served": answer is not None and answer == _tls_listener.in_base64(stored.stored(certificate)),
            }
        )
    return found


def _domains(directory: str, declared: t.Iterable[str], served: Served) -> t.Dict[str, t.Optional[str]]:
    """Return the certificate served for every domain declared or stored, and the default one for an empty name."""
    names = {one.name for one in stored.certificates(directory).values()}
    return {name: served(name) for name in ["", *sorted({*names, *declared})]}


def collect(context: "Context") -> t.Optional[Facts]:
    """Return the evidence, None where no MinIO server runs."""
    minio = context.results.get("minio")
    if context.minio_pid is None or not minio or "command" not in minio:
        return None
    command, timeout = minio["command"], float(context.params["connect_timeout"])
    address = stored.endpoint(context.cmdline(context.minio_pid), context.environ(context.minio_pid) or {})
    directory = command["certs_dir"]
    # a node of several has to trust the CA of the others, not only itself
    anchors = stored.anchors(directory, own=not command["distributed"]) if directory else None
    console = command["console"]["port"]
    api = _tls_listener.describe(address, timeout, anchors)
    evidence: Facts = {
        "api": api,
        "console": _tls_listener.describe((address[0], console), timeout, anchors) if console else None,
        "pairs": None, "store": None, "domains": None,
    }  # fmt: skip
    if directory:
        # asked once for each name
        served = functools.lru_cache(maxsize=None)(
            lambda name: _tls_listener.in_base64(_tls_probe.served(address, timeout, name)) if name else api["der"]
        )
        evidence.update(pairs=_pairs(directory, minio["process"], served), store=_store(directory))
        evidence["domains"] = _domains(directory, context.params["domains"], served)
    return evidence
