# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Gather the evidence about a host there, and read its certificates here."""

from __future__ import annotations

import gc

from ansible.plugins.action import ActionBase
from ansible_collections.hardening.minio.plugins.plugin_utils import _certificates


class ActionModule(ActionBase):
    """The controller's side of the module hardening.minio.minio_node_info."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        """Return what the module returns, with what the certificates say in place of the certificates."""
        super().run(tmp, task_vars)
        # Ansible parses every file of the module, and half of that is a search for garbage among the trees;
        # this process is the task's own and ends with it
        gc.disable()
        result = self._execute_module(task_vars=task_vars, wrap_async=self._task.async_val)
        if "evidence" in result:
            result["evidence"] = _certificates.described(result["evidence"])
        return result
