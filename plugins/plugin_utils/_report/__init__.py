# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Renderings of the report, one file per format."""

from __future__ import annotations

import typing as t

from . import as_html, as_json

FORMATS: dict[str, t.Callable[[dict], str]] = {"json": as_json.render, "html": as_html.render}
