# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change without notice.

"""The login by which modules prove an OpenID provider."""

from __future__ import annotations


class ModuleDocFragment:
    """Option set "openid_login" of module_utils/_minio/arguments.py."""

    DOCUMENTATION = r"""
options:
  openid:
    description:
      - A login with a token of an OpenID provider. Without O(openid.token) the provider is asked for one, by O(openid.username) and
        O(openid.password) where they are given, else for the client itself. The provider has to allow that grant.
    type: dict
    suboptions:
      name:
        description: Name of the provider at the server.
        type: str
        default: _
      token:
        description: A token, JWT, that the provider has issued for MinIO.
        type: str
      access_token:
        description: Access token that goes with O(openid.token), where MinIO asks the userinfo endpoint.
        type: str
      username:
        description: Name of a user at the provider.
        type: str
      password:
        description: Password of that user.
        type: str
      client_id:
        description: Client that asks for the token. Default is the one that MinIO has for the provider.
        type: str
      client_secret:
        description: Secret of that client.
        type: str
      scopes:
        description: Scopes to ask for.
        type: list
        elements: str
        default: [openid]
      ca_path:
        description:
          - File with the CA certificates, or a directory of them, that the provider's certificate must chain to.
          - Default is the trust store of the host that the module runs on.
        type: path
"""
