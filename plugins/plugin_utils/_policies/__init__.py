# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Policies as code: whether a document is one, what it allows, and what speaks against it. One library for roles, checks and filters."""
