# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The errors that the collection's Python code raises; only a module's main() turns them into fail_json."""

from __future__ import annotations


class HardeningError(Exception):
    """Base class. The message is one sentence for the operator and never contains a secret."""


class InputError(HardeningError):
    """An option or a file given by the operator is wrong: names it, its value and what is accepted."""


class ServerError(HardeningError):
    """A server refused a request, answered what cannot be understood, or did not answer."""
