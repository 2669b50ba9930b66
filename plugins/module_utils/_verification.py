# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Verify certificates as strictly as Go does, of whose clients MinIO and KES are."""

from __future__ import annotations

import ssl
import typing as t


def context(cafile: t.Optional[str] = None, cadata: t.Optional[str] = None) -> ssl.SSLContext:
    """Return a verifying TLS context for a client; CAs replace the system's. Raises OSError, of which ssl.SSLError is one."""
    tls = ssl.create_default_context(cafile=cafile, cadata=cadata)
    # from Python 3.13 on it refuses a CA whose basic constraints are not critical, or that has no key usage: Go takes
    # both, so that a cluster works with them
    tls.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return tls
