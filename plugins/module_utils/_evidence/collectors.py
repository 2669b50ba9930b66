# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The collectors of evidence that a host has work for."""

from __future__ import annotations

import typing as t

from .context import Collector, Context

KEYS = ("host", "minio", "kes", "tls", "kes_client", "firewall", "canary", "stored_iam")


def chosen(context: Context) -> t.Dict[str, Collector]:
    """Return by key the collectors that may find something on this host, in the order in which they build on each other.

    The others are not loaded, as Python compiles on a host at every call what a module of Ansible loads.
    """
    from . import host

    found: t.Dict[str, Collector] = {"host": host.collect}
    has_minio, has_kes = context.has("minio"), context.has("kes")
    if has_minio:
        from . import minio

        found["minio"] = minio.collect
    if has_kes:
        from . import kes

        found["kes"] = kes.collect
    if has_minio:
        from . import kes_client, tls

        found.update(tls=tls.collect, kes_client=kes_client.collect)
    if has_minio or has_kes:
        from . import firewall

        found["firewall"] = firewall.collect
    if context.params.get("canaries"):
        from . import canary

        found["canary"] = canary.collect
    if context.params.get("scan_iam"):
        from . import stored_iam

        found["stored_iam"] = stored_iam.collect
    return found
