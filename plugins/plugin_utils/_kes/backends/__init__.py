# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The key management systems that KES can keep keys in: one file each.

Each has the same four functions of the settings given as minio_kes_<name>: check raises InputError with one sentence,
keystore returns the block of config.yml, environment the secrets that it refers to and what KES trusts, and files what lies
beside it in a directory. KIND is KES's name for it, UNDERSCORES tells whether it takes them in names of keys, LISTING whether
KES can list its keys. What a setting may be called and hold is said once, in the file of the same name in module_utils/_kes.
"""

from __future__ import annotations

from . import aws, azure, ciphertrust, fortanix, gcp, vault

BACKENDS = {
    "aws": aws,
    "azure": azure,
    "ciphertrust": ciphertrust,
    "fortanix": fortanix,
    "gcp": gcp,
    "vault": vault,
}
