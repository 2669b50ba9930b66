# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Count what a run executes on each host, one line of JSON for each run."""

from __future__ import annotations

import collections
import json
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: round_trips
type: aggregate
short_description: Count what a run executes on each host
description:
  - Appends host -> number of round trips to the file that the variable ROUND_TRIPS names. Every item of a loop counts.
"""

LOCAL = "localhost"
ON_THE_CONTROLLER = {
    "ansible.builtin.assert",
    "ansible.builtin.fail",
    "ansible.builtin.include_role",
    "ansible.builtin.include_tasks",
    "ansible.builtin.set_fact",
    "ansible.builtin.validate_argument_spec",
    "hardening.minio.checklist",
}
"""Actions that no host hears of."""


class CallbackModule(CallbackBase):
    """Counts tasks that were not skipped, failed ones included."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "round_trips"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._counts = collections.Counter()

    def _count(self, result) -> None:
        if result._task.resolved_action in ON_THE_CONTROLLER:
            return
        found = result._result.get("results") if result._task.loop is not None else None
        for one in [result._result] if found is None else found:
            if not one.get("skipped"):
                delegated = (one.get("_ansible_delegated_vars") or {}).get("ansible_delegated_host")
                self._counts[delegated or result._host.get_name()] += 1

    def v2_runner_on_ok(self, result):
        self._count(result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._count(result)

    def v2_playbook_on_stats(self, stats):
        del self._counts[LOCAL]
        if self._counts:
            with open(os.environ["ROUND_TRIPS"], "a", encoding="utf-8") as stream:
                stream.write(json.dumps(self._counts, sort_keys=True) + "\n")
