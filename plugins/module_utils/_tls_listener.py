# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What a TLS listener shows to whoever connects: version, certificate, refusals, plain HTTP."""

from __future__ import annotations

import ssl
import typing as t

from . import _client_hello, _tls_probe, _x509

Facts = t.Dict[str, t.Any]


def describe(
    address: _tls_probe.Address,
    names: t.Iterable[str],
    timeout: float,
    anchors: t.Optional[t.Sequence[str]] = None,
) -> Facts:
    """Return the facts of a listener; names are the host's own, anchors the files and directories of CAs it is to chain to.

    Without anchors nothing is said of its chain.
    """
    facts: Facts = {
        "address": f"{address[0]}:{address[1]}", "tls": False, "version": None, "certificate": None, "trusted": None,
        "names_host": None, "strong": None, "refuses": None, "plaintext": _tls_probe.plaintext(address, timeout),
    }  # fmt: skip
    try:
        facts["version"], der = _tls_probe.handshake(address, _tls_probe.unverified(), timeout)
    except ssl.SSLError:
        return facts
    except OSError:
        return {**facts, "tls": None}
    certificate = _x509.from_der(der)
    described = _x509.describe(certificate)
    facts.update(tls=True, certificate=described, strong=_x509.is_strong(described))
    facts["names_host"] = bool({*described["domains"], *described["ips"]} & set(names))
    facts["refuses"] = _client_hello.refusals(address, timeout)
    facts["trusted"] = None if anchors is None else _tls_probe.chains_to(address, anchors, timeout)
    return facts
