#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep the OpenID providers of a MinIO cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_idp_openid
short_description: Keep the OpenID providers of a MinIO cluster
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Creates, changes and removes the OpenID providers that MinIO takes tokens of, all in one call.
  - An option of a provider that is not given is at the server's default afterwards, whatever it was before.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
  - hardening.minio._minio_idp
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details: Of a client secret only that it is set.
  idempotent:
    support: full
  platform:
    platforms: all
options:
  providers:
    description: The providers.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the provider at the server, of letters, digits, underscores and hyphens. V(_) is the one without a name.
        type: str
        default: _
      config_url:
        description: Address of the discovery document, https and ending in V(/.well-known/openid-configuration).
        type: str
      client_id:
        description: Name of MinIO at the provider, which has to be in the claim C(aud) or C(azp) of a token. Another one for every provider.
        type: str
      client_secret:
        description:
          - Secret of O(providers[].client_id), 32 bytes or more. Needed for a provider that does not exist yet.
          - Who knows it can make tokens for every policy on releases with CVE-2026-33322.
        type: str
      role_policy:
        description: >-
          Policies, separated by commas, that everybody has who comes with a token of this provider and asks for RV(roles). One of this and
          O(providers[].claim_name) is needed. Several providers need one each.
        type: str
      claim_name:
        description: Claim of the token that names policies, such as V(policy).
        type: str
      claim_prefix:
        description: What stands before O(providers[].claim_name) in the name of the claim.
        type: str
      claim_userinfo:
        description: Whether claims are asked for at the provider's userinfo endpoint as well; a login needs an access token then.
        type: bool
        default: false
      scopes:
        description: Scopes that a login asks for. Default is what the provider offers.
        type: list
        elements: str
      redirect_uri:
        description: Address to which the provider sends a browser back.
        type: str
      redirect_uri_dynamic:
        description: Whether that address follows from the request.
        type: bool
        default: false
      display_name:
        description: Name shown to people.
        type: str
      vendor:
        description: Product of the provider, where the server has something special for it.
        type: str
        choices: [keycloak]
      keycloak_admin_url:
        description: Address of the admin API of Keycloak, https. Needed with O(providers[].vendor=keycloak).
        type: str
      keycloak_realm:
        description: Realm of Keycloak. Default is the server's, V(master).
        type: str
      user_readable_claim:
        description: Claim that holds a name for people.
        type: str
      user_id_claim:
        description: Claim that identifies a user. Default is the server's, V(sub).
        type: str
      state:
        description: Whether the provider exists.
        type: str
        choices: [present, absent]
        default: present
  declared_policies:
    description: >-
      Names of policies that will be there. O(providers[].role_policy) may name these and those of the server, which itself takes any name, and
      then gives nobody anything.
    type: list
    elements: str
    default: []
  exclusive:
    description: Whether providers that are not listed are removed.
    type: bool
    default: false
seealso:
  - module: hardening.minio.minio_openid_info
  - module: hardening.minio.minio_sts_info
"""

EXAMPLES = r"""
- name: Take the tokens of a provider, which name the policies
  hardening.minio.minio_idp_openid:
    providers:
      - config_url: https://id.example.net/.well-known/openid-configuration
        client_id: minio
        client_secret: "{{ minio_client_secret }}"
        claim_name: policy
        scopes: [openid, email]

- name: Give everybody of a provider the same policies
  hardening.minio.minio_idp_openid:
    providers:
      - name: staff
        config_url: https://id.example.net/.well-known/openid-configuration
        client_id: minio-staff
        client_secret: "{{ minio_client_secret }}"
        role_policy: readonly
"""

RETURN = r"""
created:
  description: Providers that were made, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: [staff]
updated:
  description: Providers that were changed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
removed:
  description: Providers that were removed, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: []
pending:
  description: What is stored and not loaded, one sentence for each provider, by node.
  type: dict
  returned: success
  sample: {minio1: [provider staff is stored and not loaded]}
restart_required:
  description: Whether RV(pending) has anything, so that nodes have to be restarted, one after another.
  type: bool
  returned: success
overridden:
  description: Variables of the server's environment that win over what is stored.
  type: list
  elements: dict
  returned: success
  contains:
    variable:
      description: Name of the variable.
      type: str
      sample: MINIO_IDENTITY_OPENID_SCOPES_staff
    provider:
      description: Provider that it is about.
      type: str
      sample: staff
    key:
      description: Setting that it gives.
      type: str
      sample: scopes
roles:
  description: The ARN that a login with a token of the provider names, by provider. Those not loaded yet, or without O(providers[].role_policy), have none.
  type: dict
  returned: success
  sample: {staff: "arn:minio:iam:::role/JvbsB0Bwhb29rtXM5tYpdc_oxCY"}
"""

from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio import idp_changes, idp_config, idp_openid
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            **get_spec("auth", "exclusive", "update_secret", "node_urls"),
            "providers": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {**idp_openid.SPEC, **get_spec("state")},
            },
            "declared_policies": {"type": "list", "elements": "str", "default": []},
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        client = Client(params)
        entries = idp_openid.entries(params["providers"])
        idp_openid.refuse_unknown_policies(client, params["providers"], params["declared_policies"])
        result = idp_changes.apply(client, idp_config.OPENID, entries, params, module.check_mode)
        result["roles"] = idp_openid.roles(client)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
