# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The names in a certificate, read without a library, which a host may not have."""

from __future__ import annotations

import ipaddress
import re
import typing as t

from ._errors import ServerError
from ._ldap import ber

EXTENSIONS, DNS_NAME, IP_ADDRESS = 0xA3, 0x82, 0x87
"""Tags: the extensions of a certificate (RFC 5280, section 4.1), and the kinds of alternative names (4.2.1.6)."""
ALTERNATIVE_NAMES = b"\x55\x1d\x11"
HOST = re.compile(r"(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")


def _first(data: bytes) -> bytes:
    return next(ber.elements(data))[1]


def _alternatives(der: bytes) -> t.List[ber.Element]:
    """Return the alternative names of a certificate (DER), none where it cannot be read."""
    try:
        for tag, content in ber.elements(_first(_first(der))):
            for _tag, extension in ber.elements(_first(content)) if tag == EXTENSIONS else ():
                parts = [part for _tag, part in ber.elements(extension)]
                if parts[0] == ALTERNATIVE_NAMES:
                    return list(ber.elements(_first(parts[-1])))
    except (ServerError, StopIteration, IndexError):
        pass
    return []


def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def hosts(der: bytes) -> t.List[str]:
    """Return the names, in lower case, by which clients can ask for a certificate (DER); wildcards as they are."""
    names = [content.decode("ascii", "replace").lower() for tag, content in _alternatives(der) if tag == DNS_NAME]
    return [name for name in names if HOST.fullmatch(name) and not _is_address(name)]


def has_address(der: bytes) -> bool:
    """Tell whether a certificate (DER) is for an IP address."""
    return any(tag == IP_ADDRESS for tag, _content in _alternatives(der))


def covers(names: t.Collection[str], host: str) -> bool:
    """Tell whether one of a certificate's names is a host's: * stands for one label."""
    _label, dot, parent = host.partition(".")
    return host in names or (bool(dot) and f"*.{parent}" in names)
