#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Put objects of one repeated byte that show whether data is encrypted on the drives."""

from __future__ import annotations

DOCUMENTATION = r"""
module: minio_canary
short_description: Put objects that show whether data is encrypted on the drives
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Puts small and large objects of one repeated byte, without any encryption header, so that every erasure set gets both. In clear,
    such an object is recognised on every drive; M(hardening.minio.minio_node_info) looks for it there.
  - Removes canaries of earlier runs first. Remove the new ones with O(state=absent) when the drives have been looked at, also after
    a failure.
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._minio_auth
attributes:
  check_mode:
    support: partial
    details: With O(state=present) nothing is put and the list of canaries is empty.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details: With O(state=present) new objects are put each time.
  platform:
    platforms: all
options:
  bucket:
    description:
      - Bucket for the objects. If it does not exist it is made, and removed with the objects.
      - A bucket that was there before is used and left there. It may not have a default retention.
    type: str
    default: hardening-minio-canary
  state:
    description: Whether the objects exist.
    type: str
    choices: [present, absent]
    default: present
  refusal:
    description:
      - Whether a server that takes no canaries, such as one that cannot reach KES, makes the module fail, or is the answer that was
        asked for. With V(report) its sentence is C(error) in RV(answer). Used with O(state=present) only.
    type: str
    choices: [fail, report]
    default: fail
"""

EXAMPLES = r"""
- name: Prove encryption on the drives
  block:
    - name: Put the canaries
      hardening.minio.minio_canary:
      register: canary
      delegate_to: localhost
      run_once: true

    - name: Look for them on the drives of every node
      hardening.minio.minio_node_info:
        canaries: "{{ canary.canaries }}"
      register: node
  always:
    - name: Remove the canaries
      hardening.minio.minio_canary:
        state: absent
      delegate_to: localhost
      run_once: true
"""

RETURN = r"""
canaries:
  description: The objects, for the option O(hardening.minio.minio_node_info#module:canaries) of M(hardening.minio.minio_node_info).
  type: list
  elements: dict
  returned: O(state=present)
  contains:
    bucket:
      description: Bucket.
      type: str
    object:
      description: Name of the object.
      type: str
    byte:
      description: The repeated byte.
      type: int
answer:
  description: How the server answered. V(null) in check mode. Of a refusal that is reported, C(error) alone, a sentence.
  type: dict
  returned: O(state=present)
  contains:
    encrypted:
      description: Whether the server marked every object as encrypted, when it was put and when it was asked for.
      type: bool
    objects:
      description: The objects.
      type: list
      elements: dict
      contains:
        object:
          description: Name of the object.
          type: str
        size:
          description: Size in bytes.
          type: int
        encrypted:
          description: Whether the server marked it as encrypted, both times.
          type: bool
        algorithm:
          description: Algorithm that the server named, V(null) if it named none.
          type: str
        key:
          description: Key that the server named, V(null) if it named none.
          type: str
removed:
  description: How many objects were removed.
  type: int
  returned: O(state=absent)
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._minio.arguments import get_spec
from ansible_collections.hardening.minio.plugins.module_utils._minio.canary import Canaries
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **get_spec("auth", "state"),
            "bucket": {"type": "str", "default": "hardening-minio-canary"},
            "refusal": {"type": "str", "choices": ["fail", "report"], "default": "fail"},
        },
        supports_check_mode=True,
    )
    try:
        canaries = Canaries(Client(module.params), module.params["bucket"])
        if module.params["state"] == "absent":
            result = canaries.remove(module.check_mode)
        elif module.check_mode:
            result = {"changed": True, "canaries": [], "answer": None}
        else:
            result = canaries.put()
    except HardeningError as error:
        if module.params["state"] == "absent" or module.params["refusal"] == "fail":
            module.fail_json(msg=str(error))
        result = {"changed": False, "canaries": [], "answer": {"error": str(error)}}
    module.exit_json(**result)


if __name__ == "__main__":
    main()
