# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ask a listener from a host, and read its certificate here."""

from __future__ import annotations

from ansible.plugins.action import ActionBase
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.plugin_utils import _certificates


class ActionModule(ActionBase):
    """The controller's side of the module hardening.minio.tls_probe_info."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        """Return what the module returns, with what the certificate says in place of the certificate."""
        super().run(tmp, task_vars)
        result = self._execute_module(task_vars=task_vars, wrap_async=self._task.async_val)
        if "der" not in result:
            return result
        try:
            return _certificates.shown(result)
        except HardeningError as error:
            return {"failed": True, "msg": str(error)}
