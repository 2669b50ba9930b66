# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make this checkout importable as ansible_collections.hardening.minio in every test."""

from __future__ import annotations

import sys

from tests import collection

sys.path.insert(0, str(collection.path()))
