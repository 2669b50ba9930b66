#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tell what KES says of its key management system."""

from __future__ import annotations

DOCUMENTATION = r"""
module: kes_log_info
short_description: Tell what KES says of its key management system
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - KES tells its clients only that a call failed; why stands in its log, in the words of the key management system. This reads the
    log of the last seconds on a KES host and turns the newest of these words that it knows into a sentence that says what to change.
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
    platforms: linux with systemd
options:
  backend:
    description: The key management system.
    type: str
    choices: [aws, azure, ciphertrust, fortanix, gcp, vault]
    required: true
  name:
    description: Name of the unit.
    type: str
    default: kes
  seconds:
    description: How far to look back.
    type: int
    default: 90
"""

EXAMPLES = r"""
- name: Tell why keys cannot be created
  hardening.minio.kes_log_info:
    backend: azure
"""

RETURN = r"""
reason:
  description: What to change, V(null) where nothing that KES said is known.
  type: str
  returned: success
error:
  description: The beginning of KES's newest error, V(null) where it told none.
  type: str
  returned: success
"""

import time

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._kes import journal, reasons


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "backend": {"type": "str", "choices": sorted(reasons.TABLES), "required": True},
            "name": {"type": "str", "default": "kes"},
            "seconds": {"type": "int", "default": 90},
        },
        supports_check_mode=True,
    )
    since = time.time() - module.params["seconds"]
    texts = journal.of_errors(journal.entries(f"--unit={module.params['name']}", since) or [])
    reason = reasons.newest(module.params["backend"], texts)
    module.exit_json(changed=False, reason=reason, error=journal.newest_error(texts))


if __name__ == "__main__":
    main()
