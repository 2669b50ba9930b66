# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that tells what speaks against a policy."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_lint
short_description: Tell what speaks against a policy of MinIO
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks a policy against the actions, resources and condition keys that MinIO knows, and tells which rights are too many, or are not
    where they seem to be. No server is asked.
  - The same is done by the role P(hardening.minio.minio_idp#role) before anything changes, and by the checks R1.2, R2.2 and R2.3.
positional: _input
options:
  _input:
    description: The document as a dictionary, or as JSON or YAML text.
    type: raw
    required: true
  name:
    description: What the sentences call it.
    type: str
    default: policy
  kind:
    description: Whether it is for users and groups (V(identity)) or the policy of a bucket (V(bucket)).
    type: str
    choices: [identity, bucket]
    default: identity
  admin:
    description: Whether it is for administrators, so that their rights are meant.
    type: bool
    default: false
  public:
    description: Whether the bucket is meant to be open to everybody.
    type: bool
    default: false
  flavour:
    description: Flavour of the server. Default is to take what any knows.
    type: str
    choices: [silo, upstream]
seealso:
  - plugin: hardening.minio.ready_policy
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Refuse policies that are wrong or too open
  ansible.builtin.assert:
    that: findings | length == 0
    fail_msg: "{{ findings | map(attribute='sentence') | join('. ') }}"
    quiet: true
  vars:
    findings: >-
      {{ lookup('ansible.builtin.file', item)
         | hardening.minio.policy_lint(name=item | basename)
         | rejectattr('severity', 'equalto', 'advice') }}
  loop: "{{ lookup('ansible.builtin.fileglob', 'policies/*.json', wantlist=True) }}"
"""

RETURN = r"""
_value:
  description:
    - What was found, in the order of the statements of each kind. Each has the keys C(id), C(severity), C(statement) and C(sentence).
    - C(statement) is its number from 0, V(null) for what is true of the whole document.
    - C(severity) is V(required) for what no server would take or no author can mean (C(invalid)); V(high) for C(unlimited),
      C(administration), C(keys) and C(public); V(medium) for C(operation), C(bucket_through_objects), C(never_matches),
      C(resource_ignored), C(all_but) and C(wide_principal); V(advice) for C(wide_resource) and C(version).
  type: list
  elements: dict
  sample:
    - id: invalid
      severity: required
      statement: 0
      sentence: "policy.Statement[0].Action names 's3:GetObjct', which is not known, perhaps s3:GetObject is meant"
"""

import typing as t

from ansible.errors import AnsibleFilterError

CHOICES = {"kind": ("identity", "bucket"), "flavour": ("silo", "upstream", None)}


def policy_lint(
    document: t.Any,
    name: str = "policy",
    kind: str = "identity",
    admin: bool = False,
    public: bool = False,
    flavour: str | None = None,
) -> list[dict]:
    """Return what was found; raises AnsibleFilterError for an option that is wrong."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
    from ansible_collections.hardening.minio.plugins.plugin_utils._policies import documents, lint

    for option, value in (("kind", kind), ("flavour", flavour)):
        if value not in CHOICES[option]:
            accepted = " or ".join(filter(None, CHOICES[option]))
            raise AnsibleFilterError(f"{option} of policy_lint is {value!r}: give {accepted}")
    options = lint.Options(kind=kind, flavour=flavour, admin=admin, public=public)
    try:
        return lint.findings(documents.parse(document, name) if isinstance(document, str) else document, name, options)
    except HardeningError as error:
        return [{"id": "invalid", "severity": "required", "statement": None, "sentence": str(error)}]


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"policy_lint": policy_lint}
