# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the kernel's packet filter."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from . import Context


def collect(context: Context) -> t.Optional[t.Dict[str, t.Any]]:
    """Return the evidence; None if there is none on this host."""
    return None
