# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Count the tasks that a run has done over the connection to each host."""

from __future__ import annotations

DOCUMENTATION = r"""
name: round_trips
type: aggregate
short_description: Write which tasks did a round trip to which host
description:
  - A task counts for the host it was delegated to, a loop as many times as it has items. What the controller does by itself,
    such as M(ansible.builtin.set_fact), M(ansible.builtin.assert) and the including of tasks, does not count.
options:
  path:
    description:
      - File to add a line of JSON to, with the names of the tasks by host and how many results were changed. A run of the
        controller alone adds none.
    type: path
    required: true
    env:
      - name: ROUND_TRIPS_PATH
"""

import collections
import json
import pathlib

from ansible import constants
from ansible.plugins.callback import CallbackBase
from ansible.plugins.loader import action_loader


class CallbackModule(CallbackBase):
    """A counter; says nothing while the run goes."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "round_trips"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._tasks: dict[str, list[str]] = collections.defaultdict(list)
        self._changed = 0

    @staticmethod
    def _connects(action: str) -> bool:
        if action in constants._ACTION_ALL_INCLUDE_ROLE_TASKS:
            return False
        plugin = action_loader.get(action, class_only=True)
        return plugin is None or plugin._requires_connection

    def _count(self, result) -> None:
        if self._connects(result._task.action):
            host = result._task_fields.get("delegate_to") or result._host.name
            self._tasks[host].append(result._task.get_name())

    def _count_whole(self, result) -> None:
        self._changed += bool(result._result.get("changed"))
        if not result._task.loop:
            self._count(result)

    v2_runner_on_ok = _count_whole
    v2_runner_item_on_ok = v2_runner_item_on_failed = _count

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._count_whole(result)

    def v2_playbook_on_stats(self, stats):
        self._tasks.pop("localhost", None)
        if self._tasks:
            with pathlib.Path(self.get_option("path")).open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"changed": self._changed, "tasks": self._tasks}) + "\n")
