# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The nodes of a cluster, each with an address of its own."""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from .client import Client


def addresses(
    client: Client, info: t.Mapping[str, t.Any], node_urls: t.Optional[t.Mapping[str, str]]
) -> t.Dict[str, str]:
    """Return the address of every node: those given, else what the cluster's description of itself calls them."""
    if node_urls:
        return dict(node_urls)
    servers = [server["endpoint"] for server in info.get("servers") or []]
    if len(servers) == 1:
        return {servers[0]: client.url}
    scheme = urlsplit(client.url).scheme
    return {endpoint: f"{scheme}://{endpoint}" for endpoint in servers}
