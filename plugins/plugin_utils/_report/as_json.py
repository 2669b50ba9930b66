# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The report as JSON: its public contract, described by plugins/checklist.schema.json."""

from __future__ import annotations

import json


def render(report: dict) -> str:
    """Return the report as indented JSON."""
    return json.dumps(report, indent=1, sort_keys=False, ensure_ascii=False) + "\n"
