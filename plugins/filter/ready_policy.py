# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that returns a policy of least rights."""

from __future__ import annotations

DOCUMENTATION = r"""
name: ready_policy
short_description: Return a policy of least rights that is ready to use
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns one of the policies of C(plugins/ready_policies.yml), for a bucket and prefix where it needs them.
positional: _input
options:
  _input:
    description:
      - Name of the policy.
      - V(read_only_bucket) lists a bucket and reads its objects. Needs O(bucket).
      - V(read_write_prefix) lists, reads, writes and deletes objects below a prefix, and sees nothing of the others. Needs O(bucket) and O(prefix).
      - V(backup_writer) lists a bucket and writes objects, and neither reads nor deletes them. Needs O(bucket).
      - V(auditor) reads identities, policies and settings of buckets, but no object.
      - V(monitoring) scrapes metrics and reads the state of servers and drives.
    type: str
    required: true
    choices: [read_only_bucket, read_write_prefix, backup_writer, auditor, monitoring]
  bucket:
    description: Name of the bucket, without wildcards.
    type: str
  prefix:
    description: What the names of the objects begin with, as a folder such as V(2030/january), without wildcards.
    type: str
seealso:
  - plugin: hardening.minio.policy_lint
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Keep policies of least rights
  hardening.minio.minio_policy:
    url: https://minio1.example.net:9000
    access_key: "{{ minio_access_key }}"
    secret_key: "{{ minio_secret_key }}"
    policies:
      - name: logs-read
        policy: "{{ 'read_only_bucket' | hardening.minio.ready_policy(bucket='logs') }}"
      - name: nightly-backup
        policy: "{{ 'backup_writer' | hardening.minio.ready_policy(bucket='backup') }}"
      - name: team-a
        policy: "{{ 'read_write_prefix' | hardening.minio.ready_policy(bucket='teams', prefix='a') }}"
      - name: audit
        policy: "{{ 'auditor' | hardening.minio.ready_policy }}"
"""

RETURN = r"""
_value:
  description: The document, with C(Version) and C(Statement).
  type: dict
"""

from ansible.errors import AnsibleFilterError


def ready_policy(name: str, bucket: str | None = None, prefix: str | None = None) -> dict:
    """Return the document of a policy; raises AnsibleFilterError with one sentence."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
    from ansible_collections.hardening.minio.plugins.plugin_utils._policies import ready

    try:
        return ready.policy(name, {"bucket": bucket, "prefix": prefix})
    except HardeningError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"ready_policy": ready_policy}
