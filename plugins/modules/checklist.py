#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the action plugin of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: checklist
short_description: Judge the evidence of a MinIO deployment against the checklist
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Compares the evidence of M(hardening.minio.minio_node_info) with the checks of the checklist, on the controller. Only what the
    evidence proves passes; what is missing is unknown.
  - Never fails for what it finds. RV(report) has the verdict, and a task of its own is to follow it.
  - With O(scope=host), connects once to the S3 port of a host that lets the controller in as one of C(minio_firewall_api_sources), unless
    the host sees the controller by another address than the controller's own.
  - A host that the inventory has in the group C(minio) or C(kes) is judged as such even where nothing runs there.
  - With RV(report), the states of all checks and a summary are set as custom statistics under C(minio_checklist), which
    job runners keep as artifacts. Shows the table itself where the callback plugin P(hardening.minio.checklist#callback) is not enabled.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
    details: Changes nothing in any mode.
  diff_mode:
    support: N/A
    details: Changes nothing.
  idempotent:
    support: N/A
    details: Changes nothing.
  platform:
    platforms: all
options:
  scope:
    description: V(host) judges what concerns the host alone; V(cluster) judges the rest and makes the report, once.
    type: str
    choices: [host, cluster]
    required: true
  evidence:
    description: Evidence of this host. Needed with O(scope=host).
    type: dict
    default: {}
  hosts:
    description: Evidence of all hosts, by name. Needed with O(scope=cluster).
    type: dict
    default: {}
  cluster:
    description: Evidence of the Admin API and the S3 API.
    type: dict
  peers:
    description: Addresses that belong to the deployment, as the lists C(nodes), C(named) (as the nodes call one another) and C(controller).
    type: dict
    default: {}
  answered:
    description:
      - Time of the controller when it had the evidence of this host, in seconds since the epoch. What lies between the question and
        this may be delay, and says nothing of the host's clock.
    type: float
  before:
    description: RV(verdicts) from before the changes; what failed there and passes now is fixed.
    type: dict
    default: {}
  verdicts:
    description:
      - RV(verdicts) of all hosts, by name, for the report. Without them no report is made.
      - Hosts of the play that are missing count as unknown.
    type: dict
  asked:
    description: What the evidence was asked for beyond what needs nothing - V(api), V(canary).
    type: list
    elements: str
    default: []
  waivers:
    description: By check, the C(reason) why it may stay open and the last day, C(until).
    type: dict
    default: {}
  fail_on:
    description: Severities that make the verdict fail.
    type: list
    elements: str
    default: [required, high]
  mode:
    description: What kind of run the report is of.
    type: str
    choices: [secure, audit]
    default: audit
"""

EXAMPLES = r"""
- name: Gather
  hardening.minio.minio_node_info:
  register: node

- name: Judge
  hardening.minio.checklist:
    scope: host
    evidence: "{{ node.evidence }}"
"""

RETURN = r"""
verdicts:
  description: By check, its C(state), the C(reason) for it, what was C(seen), and whether it was C(asked) for.
  type: dict
  returned: success
open:
  description: Checks that make the verdict fail.
  type: list
  elements: str
  returned: O(scope=cluster) with O(verdicts)
report:
  description: The report, in the shape of C(plugins/checklist.schema.json) of the collection.
  type: dict
  returned: O(scope=cluster) with O(verdicts)
"""
