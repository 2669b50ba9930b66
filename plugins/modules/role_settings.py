#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the action plugin of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: role_settings
short_description: Check the settings of a role against its argument spec, and by checks of its own
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks names and types of the variables that the entry point C(main) of a role's C(meta/argument_specs.yml) describes, as they are
    for this host, on the controller. Fails with one sentence for each that is wrong, and never shows the value of a text.
  - Ansible itself does so for C(main) only, not where a role is included with C(tasks_from), and converts what is of another
    type for its check alone. Here a list, a dictionary, a boolean and a text have to be what they are said to be. A number may be text.
  - Warns of variables whose name is nearly that of a setting.
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
  role_path:
    description: Directory of the role. Default is the role that the task is in.
    type: path
  checks:
    description:
      - Names of variables that say what types cannot, such as C(vars) of the task. Each is a list of dictionaries with C(that), a
        template that is true where a setting is right, and C(message), the sentence for where it is not.
      - A list is looked at where all before it are met, and the first where every type is right. Unlike those of
        M(ansible.builtin.assert), a message is made where it is needed only, so that a check costs one evaluation.
    type: list
    elements: str
    default: []
seealso:
  - module: ansible.builtin.validate_argument_spec
  - module: ansible.builtin.assert
"""

EXAMPLES = r"""
- name: Check names and types of the settings of this role
  hardening.minio.role_settings:

- name: Check what the settings of this role say as well
  hardening.minio.role_settings:
    checks: [__my_role_checks]
  vars:
    __my_role_checks:
      - that: "{{ 1 <= my_role_port | int <= 65535 }}"
        message: "my_role_port is {{ my_role_port }}: it has to be 1 to 65535"
"""

RETURN = r"""#"""
