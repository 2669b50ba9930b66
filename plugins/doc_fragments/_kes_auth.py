# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change without notice.

"""The options by which modules reach KES."""

from __future__ import annotations


class ModuleDocFragment:
    """Must be kept in sync with OPTIONS of plugins/module_utils/_kes/client.py."""

    DOCUMENTATION = r"""
options:
  endpoints:
    description: Addresses of the KES servers, such as V(https://kes1:7373).
    type: list
    elements: str
    required: true
  client_cert:
    description: File on the host with the client certificate, whose public key is the identity at KES.
    type: path
    required: true
  client_key:
    description: File on the host with the client's private key.
    type: path
    required: true
  ca_path:
    description: File on the host with the CAs that the servers' certificates chain to, or directory of such files.
    type: path
    required: true
"""
