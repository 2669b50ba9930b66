# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change without notice.

"""The attributes that every module states."""

from __future__ import annotations


class ModuleDocFragment:
    """Descriptions of the attributes; each module adds its own support and details."""

    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in check mode and says what would change without changing it.
  diff_mode:
    description: Shows what changed, or would change, in diff mode.
  idempotent:
    description: Run again with the same options, changes nothing.
  platform:
    description: Systems the module runs on.
    support: full
"""
