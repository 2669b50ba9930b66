# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Names of keys as KES takes them, whatever the key management system behind it takes besides."""

from __future__ import annotations

import re
import typing as t

NAME = re.compile(r"(?!_$)[0-9A-Za-z_](?:[0-9A-Za-z_-]{0,78}[0-9A-Za-z_])?")


def problem(name: t.Any, variable: str) -> str | None:
    """Return one sentence that says why a name in a variable is none for a key, None where it is one."""
    if isinstance(name, str) and NAME.fullmatch(name):
        return None
    return f"{variable} holds {name!r}: a key name has 1 to 80 letters, digits, hyphens and underscores, with no hyphen at either end"
