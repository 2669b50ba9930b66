# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change without notice.

"""The options by which modules reach the Admin API and the S3 API."""

from __future__ import annotations


class ModuleDocFragment:
    """Option set "auth" of module_utils/_minio/arguments.py."""

    DOCUMENTATION = r"""
options:
  url:
    description: Address of the cluster or of one of its nodes, such as V(https://minio1.example.net:9000).
    type: str
    required: true
  access_key:
    description: Access key of an administrator.
    type: str
    required: true
  secret_key:
    description: Secret key of O(access_key).
    type: str
    required: true
  ca_path:
    description:
      - File with the CA certificates, or a directory of them, that the server's certificate must chain to.
      - Default is the trust store of the host that the module runs on.
    type: path
  validate_certs:
    description: Whether the server's certificate is checked. Turned off, anybody on the way can read and change everything.
    type: bool
    default: true
  timeout:
    description: Seconds that one request may take.
    type: int
    default: 30
requirements:
  - minio >= 7.2 (Python library, on the host that the module runs on)
notes:
  - Runs once per cluster, usually on the controller. Set the options once with
    C(module_defaults) for the group C(hardening.minio.minio).
"""
