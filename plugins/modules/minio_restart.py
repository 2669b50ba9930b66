#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Decide which restart a MinIO node needs, and carry it out."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_restart
short_description: Restart a MinIO node in the way that its changes need
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Compares what a start would load now (environment, arguments, executable, CA files, domain directories, unit) with what
    the running process has, and says which restart follows; or carries that restart out.
  - A starting MinIO node waits for others with the same C(MINIO_*) environment, volumes and binary. Such a change needs all
    nodes together, V(issued) on every node and then V(awaited) on every node; one node after another would hang at the first.
  - The role P(hardening.minio.minio#role) calls it in the right order for a whole cluster.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
    details: With O(state=planned) the answer is the same; the other states say what they would do.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details: O(state=planned) and O(state=awaited) change nothing; the others restart whenever they are called.
  platform:
    platforms: linux with systemd
options:
  service:
    description: Name of the systemd unit.
    type: str
    default: minio
  state:
    description:
      - V(planned) only tells the kind. Refused where a start would fail, as the volumes are https and there is no certificate, or
        the other way round, or the private key is not the certificate's; where a restart is due and the program does not take the
        command line; and where all nodes are to restart together and a server with these settings ends at its start. That is tried
        on loopback, with the account, certificates and variables of the unit and with empty drives in memory, while all the rest of
        the host is read-only to it. It takes half a second.
        Not tried are variables that lead it to others (C(MINIO_ETCD_*), C(MINIO_IDENTITY_*), C(MINIO_POLICY_PLUGIN_*), C(MINIO_NOTIFY_*),
        C(MINIO_AUDIT_*) and C(MINIO_LOGGER_*)).
      - V(reloaded) sends SIGHUP and waits until the stored certificates are served. Refused for a server without TLS, which the
        signal would end.
      - V(restarted) restarts this node if the node itself and its peers say that the cluster can spare it, and waits until it
        takes part again and has had time to reach every drive. To be used with C(throttle=1). Before it stops, its clients are sent
        away by C(ss --kill), as MinIO does not wait for requests, and a put that goes down with it would leave its object locked for one to
        two minutes.
      - V(issued) has systemd start or restart the unit, at O(moment) if that is to come, and returns at once.
      - V(awaited) waits until the node takes part in the cluster.
    type: str
    choices: [planned, reloaded, restarted, issued, awaited]
    default: planned
  moment:
    description:
      - Seconds since the epoch at which an V(issued) restart happens, so that nodes that got the task one after another go down
        together, and whatever becomes of the run until then.
      - It is in 15 seconds at most, also where a node's clock says otherwise.
    type: float
    default: 0
  former_pid:
    description: Process that is to go, as RV(former_pid) of V(issued) told it. It is never the one that V(awaited) waits for.
    type: int
    default: 0
  timeout:
    description: Seconds until a node that does not come back is an error.
    type: int
    default: 180
  pending:
    description: >-
      Sentences on what the cluster has stored for this node and its process has not loaded, such as RV(hardening.minio.minio_idp_openid#module:pending)
      tells them. Where there is one, a node that runs needs at least V(rolling).
    type: list
    elements: str
    default: []
  digest_key:
    description: Random key under which RV(environment) is hashed, the same on all nodes of one run, so that values can be
      compared without being shown. Without it RV(environment) is null.
    type: str
"""

EXAMPLES = r"""
- name: Ask which restart is needed
  hardening.minio.minio_restart:
  register: plan

- name: Restart one node after another
  hardening.minio.minio_restart:
    state: restarted
  throttle: 1
  when: plan.kind == 'rolling'
"""

RETURN = r"""
kind:
  description: The restart this node needs, V(none), V(reload), V(rolling), V(together), or V(start) when it is not running.
  type: str
  returned: O(state=planned)
  sample: rolling
reasons:
  description: What a start would load and the running process has not.
  type: list
  elements: str
  returned: O(state=planned)
  sample: [/etc/minio/certs/CAs/hardening-minio-1f0a3c9d.crt is newer than the running server]
environment:
  description: The C(MINIO_*) variables a start would have and that all nodes must agree on, each value hashed under O(digest_key).
  type: dict
  returned: O(state=planned)
former_pid:
  description: Process that is to go, V(0) where none ran.
  type: int
  returned: O(state=issued), not in check mode
  sample: 1204
"""

import hashlib
import hmac

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _systemd
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._restart import obstacles, perform, plan


def planned(unit: str, digest_key: "str | None", pending: "list[str]") -> dict:
    """Return the result of a plan."""
    properties = _systemd.show(unit)
    kind, reasons, environment = plan.decide(properties, pending)
    obstacles.refuse_fatal_start(unit, properties, kind)
    digests = None
    if digest_key:
        key = digest_key.encode()
        digests = {
            name: hmac.new(key, value.encode(), hashlib.sha256).hexdigest() for name, value in environment.items()
        }
    return {"changed": False, "kind": kind, "reasons": reasons, "environment": digests}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "service": {"type": "str", "default": "minio"},
            "state": {
                "type": "str",
                "choices": ["planned", "reloaded", "restarted", "issued", "awaited"],
                "default": "planned",
            },
            "moment": {"type": "float", "default": 0},
            "former_pid": {"type": "int", "default": 0},
            "timeout": {"type": "int", "default": 180},
            "pending": {"type": "list", "elements": "str", "default": []},
            "digest_key": {"type": "str", "no_log": True},
        },
        supports_check_mode=True,
    )
    params = module.params
    state = params["state"]
    result = {"changed": state != "awaited"}
    try:
        if state == "planned":
            module.exit_json(**planned(params["service"], params["digest_key"], params["pending"]))
        if not module.check_mode:
            node = perform.Node(params["service"], params["timeout"])
            if state == "issued":
                result["former_pid"] = node.issue(params["moment"])
            elif state == "awaited":
                node.wait(params["former_pid"])
            else:
                {"reloaded": node.reload, "restarted": node.restart}[state]()
    except HardeningError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
