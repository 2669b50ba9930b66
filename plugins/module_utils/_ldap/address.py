# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The address of a directory as MinIO takes it: host and port without a scheme, or a name with SRV records."""

from __future__ import annotations

import re
import typing as t

from .._errors import InputError

LDAPS_PORT, LDAP_PORT = 636, 389
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?)*[.]?")
ADDRESS = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<host>[^\[\]:/@]+))(?::(?P<port>[0-9]+))?")


def parse(text: str) -> t.Tuple[str, t.Optional[int]]:
    """Return host and port, None where no port is named; raises InputError with what is accepted."""
    found = ADDRESS.fullmatch(text)
    if not found or not (found["v6"] or HOST.fullmatch(found["host"])):
        raise InputError("give a host and a port without a scheme, such as ldap.example.net:636")
    port = int(found["port"]) if found["port"] else None
    if port is not None and not 1 <= port <= 65535:
        raise InputError("the port has to be 1 to 65535")
    return found["v6"] or found["host"], port
