# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mark the items of the checklist off while a run goes, and show the table at its end."""

from __future__ import annotations

DOCUMENTATION = r"""
name: checklist
type: aggregate
short_description: Mark the items of MinIO's Security Checklist off as tasks succeed
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Says I(applied) when the tasks of an item have succeeded on all hosts, and shows at the end what M(hardening.minio.checklist)
    has proven. A view only - the verdict and the exit status do not depend on it.
requirements:
  - enabled by C(callbacks_enabled = hardening.minio.checklist) in C(ansible.cfg)
options:
  report:
    description: Files to write the report to, by their ending C(.json) or C(.html), also after a run that failed.
    type: list
    elements: str
    default: []
    env:
      - name: MINIO_CHECKLIST_REPORT
    ini:
      - section: callback_hardening_minio_checklist
        key: report
"""

import os
import pathlib
import shutil
import sys

from ansible import constants
from ansible.plugins.callback import CallbackBase
from ansible.utils.color import stringc
from ansible_collections.hardening.minio.plugins.plugin_utils import _report
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue
from ansible_collections.hardening.minio.plugins.plugin_utils._report import table

LABEL = "minio_checklist_item"


class CallbackModule(CallbackBase):
    """A view of the run by items; knows nothing that the tasks' labels and the judge's result do not say."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "hardening.minio.checklist"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._titles = {item.id: item.title for item in catalogue.load()}
        self._applied: dict[str, set[str]] = {}
        self._failed: set[str] = set()
        self._current: str | None = None
        self._report: dict | None = None

    def _say(self, text: str, colour: str | None = None) -> None:
        colour = getattr(constants, f"COLOR_{colour.upper()}", colour) if colour else None
        self._display.display(stringc(text, colour) if colour and sys.stdout.isatty() else text)

    @staticmethod
    def _label(task) -> str | None:
        label = task.get_vars().get(LABEL)
        return str(label) if label else None

    def _finish_item(self, following: str | None) -> None:
        """Tell that an item is applied once a task of another one starts."""
        item = self._current
        if item and item != following and item in self._applied and item not in self._failed:
            done = len(self._applied)
            self._say(
                f"  ✓ {item} {self._titles.get(item, '')}: applied ({done} of {len(self._titles)} items)", "green"
            )
        self._current = following or (None if item != following else item)

    def v2_playbook_on_task_start(self, task, is_conditional):
        label = self._label(task)
        if label != self._current and (label or self._current):
            self._finish_item(label)

    def v2_runner_on_ok(self, result):
        task = getattr(result, "task", None) or result._task
        host = getattr(result, "host", None) or result._host
        label = self._label(task)
        if label and not task.check_mode:
            self._applied.setdefault(label, set()).add(host.get_name())
        found = getattr(result, "result", None)
        found = result._result if found is None else found
        if isinstance(found.get("report"), dict) and found["report"].get("schema"):
            self._report = found["report"]

    def v2_runner_on_failed(self, result, ignore_errors=False):
        task = getattr(result, "task", None) or result._task
        label = self._label(task)
        if label and not ignore_errors:
            self._failed.add(label)
            self._say(f"  ✗ {label} {self._titles.get(label, '')}: failed in '{task.get_name()}'", "red")

    def v2_playbook_on_stats(self, stats):
        self._finish_item(None)
        if self._report is None:
            return
        width = min(shutil.get_terminal_size((100, 24)).columns, 120)
        for text, colour in table.lines(self._report, width):
            self._say(text, colour)
        for path in self.get_option("report"):
            self._write(path, self._report)

    def _write(self, path: str, report: dict) -> None:
        kind = os.path.splitext(path)[1][1:]
        if kind not in _report.FORMATS:
            self._display.warning(f"MINIO_CHECKLIST_REPORT names {path}: a report ends with .json or .html")
            return
        pathlib.Path(path).write_text(_report.FORMATS[kind](report), encoding="utf-8")
        self._say(f" report: {path}")
