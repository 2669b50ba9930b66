# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Directories for the tests of MinIO with LDAP: what is in them, and how their servers are set up."""
