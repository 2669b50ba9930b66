# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that renders the report of the checklist."""

from __future__ import annotations

DOCUMENTATION = r"""
name: checklist_report
short_description: Render the report of the checklist
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns the report of M(hardening.minio.checklist) in another format.
positional: _input, format
options:
  _input:
    description: RV(hardening.minio.checklist#module:report).
    type: dict
    required: true
  format:
    description: V(json), or V(html) for one page without external resources.
    type: str
    choices: [json, html]
    required: true
"""

EXAMPLES = r"""
- name: Write the report
  ansible.builtin.copy:
    content: "{{ judged.report | hardening.minio.checklist_report('html') }}"
    dest: checklist.html
    mode: "0640"
"""

RETURN = r"""
_value:
  description: The rendered report.
  type: str
"""

from ansible.errors import AnsibleFilterError


def checklist_report(report: dict, format: str) -> str:  # noqa: A002 - the name that users write
    """Return the report in a format; raises AnsibleFilterError for a format that is not known."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.plugin_utils import _report

    if format not in _report.FORMATS:
        raise AnsibleFilterError(f"checklist_report: {format!r} is not one of {', '.join(_report.FORMATS)}")
    return _report.FORMATS[format](report)


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"checklist_report": checklist_report}
