# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Parts of the settings that key management systems have in common, as options of an argument spec."""

from __future__ import annotations

import typing as t

Settings = t.Dict[str, t.Any]
TEXT: t.Dict[str, t.Any] = {"type": "str"}
NEEDED: t.Dict[str, t.Any] = {"type": "str", "required": True}
SECRET: t.Dict[str, t.Any] = {"type": "str", "no_log": True}
NEEDED_SECRET: t.Dict[str, t.Any] = {"type": "str", "required": True, "no_log": True}


def group(required: bool = False, **options: t.Dict[str, t.Any]) -> t.Dict[str, t.Any]:
    """Return a dictionary of settings as an option."""
    found: t.Dict[str, t.Any] = {"type": "dict", "options": options}
    return {**found, "required": True} if required else found
