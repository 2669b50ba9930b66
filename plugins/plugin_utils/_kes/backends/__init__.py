# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The key management systems that KES can keep keys in: one file each.

Each has the same four functions of the settings given as minio_kes_<name>: check raises InputError with one sentence,
keystore returns the block of config.yml, secrets the variables that it refers to, and files what lies beside it in a
directory. What a
setting may be called and hold is said once, in the file of the same name in module_utils/_kes.
"""

from __future__ import annotations

from . import vault

BACKENDS = {"vault": vault}
