# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Which other hosts this one reaches, over new connections that carry nothing."""

from __future__ import annotations

import concurrent.futures
import socket
import typing as t
from urllib.parse import urlsplit

# a packet that got lost is sent again after a second
SECONDS = 4
MOST_AT_ONCE = 64


def connects(address: t.Tuple[str, int], seconds: float) -> bool:
    """Tell whether an address and port take a TCP connection within so many seconds."""
    try:
        socket.create_connection(address, seconds).close()
    except OSError:
        return False
    return True


def _answers(endpoint: str) -> bool:
    parts = urlsplit(f"//{endpoint}")
    return connects((parts.hostname or "", parts.port or 443), SECONDS)


def answering(endpoints: t.Sequence[str]) -> t.List[bool]:
    """Tell for each endpoint, HOST:PORT or HOST for port 443, whether it takes a TCP connection; all are tried at once."""
    with concurrent.futures.ThreadPoolExecutor(min(max(len(endpoints), 1), MOST_AT_ONCE)) as pool:
        return list(pool.map(_answers, endpoints))
