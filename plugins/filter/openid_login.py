# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A login for the modules that prove an OpenID provider."""

from __future__ import annotations

DOCUMENTATION = r"""
name: openid_login
short_description: Make the login by which modules prove an OpenID provider
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns the option C(openid) of M(hardening.minio.minio_sts_info). Where the client of the provider itself asks for the token, and no
    other secret is given, it gets the secret of that provider.
options:
  _input:
    description: The login, as in the option O(hardening.minio.minio_idp#role:main:minio_idp_openid_probe).
    type: dict
    required: true
  providers:
    description: Providers, as in the option O(hardening.minio.minio_idp#role:main:minio_idp_openid).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Log in
  hardening.minio.minio_sts_info:
    openid: "{{ minio_idp_openid_probe | hardening.minio.openid_login(minio_idp_openid) }}"
"""

RETURN = r"""
_value:
  description: The option. It holds secrets.
  type: dict
"""


def openid_login(probe: dict, providers: list) -> dict:
    """Return the option."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils import _openid

    return _openid.login(probe, providers)


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"openid_login": openid_login}
