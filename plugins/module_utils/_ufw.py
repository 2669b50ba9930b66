# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Whether ufw filters: its unit is active and enabled from its installation on, and loads nothing until it is told to."""

from __future__ import annotations

import re

CONFIG = "/etc/ufw/ufw.conf"
# a shell reads the file at boot, "ufw" itself reads it without regard to case
ENABLED = re.compile(r"^\s*ENABLED=[\"']?(\w*)", re.MULTILINE)


def is_enabled() -> bool:
    """Tell whether ufw loads its rules when its unit starts, the last setting counts."""
    try:
        with open(CONFIG, encoding="utf-8", errors="replace") as stream:
            found = ENABLED.findall(stream.read())
    except FileNotFoundError:
        return False
    return bool(found) and found[-1].lower() == "yes"
