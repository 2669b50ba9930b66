# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This package is private to the collection: it may change without notice.

"""LDAP as far as a node has to ask a directory before MinIO is pointed at it; nodes have no library for it."""
