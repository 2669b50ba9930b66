# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Nodes that others know of and that gave no evidence."""

from __future__ import annotations

import ipaddress
import typing as t


def silent(named: t.Iterable[str], seen: t.Iterable[str]) -> set[str]:
    """Return the addresses that nodes name in their volumes and that no host has which gave evidence."""
    return {address for address in {*named} - {*seen} if not ipaddress.ip_address(address).is_loopback}
