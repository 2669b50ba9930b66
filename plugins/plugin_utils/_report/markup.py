# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Pieces of markup that all parts of the page use; whatever comes from hosts or people is escaped here."""

from __future__ import annotations

import html
import typing as t

from .hosts import fold
from .words import STATES

# more names than these are folded away
MOST_HOSTS = 12


def text(value: object) -> str:
    """Return a value as text of the page."""
    return html.escape(str(value))


def state(name: str) -> str:
    """Return the mark and the word of a state."""
    mark, word = STATES[name]
    return f'<span class="state {name}"><span aria-hidden="true">{mark}</span> {word}</span>'


def severity(name: str) -> str:
    """Return a severity."""
    return f'<span class="severity {name}">{name}</span>'


def hosts(names: t.Collection[str]) -> str:
    """Return names of hosts; where they are many, their number and the names on demand."""
    words = [text(word) for word in fold(names)]
    if len(words) <= MOST_HOSTS:
        return f'<span class="hosts">{", ".join(words)}</span>'
    return f'<details class="hosts"><summary>{len(names)} hosts</summary>{", ".join(words)}</details>'


def reason(names: t.Collection[str], why: str) -> str:
    """Return what is said of some hosts, of all where none is named."""
    parts = [*([hosts(names)] if names else []), *([text(why)] if why else [])]
    return f'<div class="reason">{": ".join(parts)}</div>'
