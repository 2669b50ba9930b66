# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This package is private to the collection: it may change without notice.

"""The Admin API and the S3 API of a MinIO cluster, for modules that run where the Python library minio is installed."""
