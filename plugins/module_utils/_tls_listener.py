# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What a TLS listener shows to whoever connects: version, certificate, refusals, plain HTTP."""

from __future__ import annotations

import base64
import ssl
import typing as t

from . import _client_hello, _tls_probe

Facts = t.Dict[str, t.Any]


def in_base64(der: t.Optional[bytes]) -> t.Optional[str]:
    """Return a certificate (DER) as a result can hold it."""
    return None if der is None else base64.b64encode(der).decode()


def describe(address: _tls_probe.Address, timeout: float, anchors: t.Optional[t.Sequence[str]] = None) -> Facts:
    """Return the facts of a listener; anchors are the files and directories of CAs that its chain is to end at.

    Without anchors nothing is said of its chain.
    """
    facts: Facts = {
        "address": f"{address[0]}:{address[1]}", "tls": False, "version": None, "der": None, "trusted": None, "refuses": None,
        "plaintext": _tls_probe.plaintext(address, timeout),
    }  # fmt: skip
    try:
        facts["version"], der, facts["trusted"] = _tls_probe.shown(address, anchors, timeout)
    except ssl.SSLError:
        return facts
    except OSError:
        return {**facts, "tls": None}
    facts.update(tls=True, der=in_base64(der), refuses=_client_hello.refusals(address, timeout))
    return facts
