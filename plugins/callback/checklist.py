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
  - Where a run ends before anything was judged, says so, and where it ended.
  - Says nothing in runs that have no task of this collection.
requirements:
  - enabled by C(callbacks_enabled = hardening.minio.checklist) in C(ansible.cfg)
options:
  report:
    description:
      - Files on the controller to write the report to, by their ending C(.json) or C(.html), also after a run that failed.
        Relative to the directory that C(ansible-playbook) was started in.
      - A file that cannot be written is a warning, and keeps no other one from being written.
    type: list
    elements: str
    default: []
    env:
      - name: MINIO_CHECKLIST_REPORT
    ini:
      - section: callback_hardening_minio_checklist
        key: report
"""

import datetime
import shutil

from ansible.plugins.callback import CallbackBase
from ansible_collections.hardening.minio.plugins.plugin_utils import _report
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, manifest, report
from ansible_collections.hardening.minio.plugins.plugin_utils._report import files, progress, table, unjudged

LABEL = "minio_checklist_item"
COLLECTION = "hardening.minio."
# roles that change nothing: with tasks of others the run is one that secures
LOOKING_ROLES = (f"{COLLECTION}minio_checklist : ", f"{COLLECTION}minio : ")
# strategies in which no host is a task ahead of another one
IN_STEP = ("linear", "ansible.builtin.linear", "debug", "ansible.builtin.debug")


class CallbackModule(CallbackBase):
    """A view of the run by items; knows nothing that the tasks' labels and the judge's result do not say."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "hardening.minio.checklist"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._progress = progress.Progress({item.id: item.title for item in catalogue.load() if item.checks})
        self._concerned = False
        self._mode = "audit"
        self._play = None
        self._in_step = True
        self._hosts: dict[str, None] = {}
        self._groups: dict[str, list] = {}
        self._ended: dict[str, tuple[str, str]] = {}
        self._report: dict | None = None

    def set_options(self, *args, **kwargs):
        """Read the options, and say before anything runs where a report could not be written."""
        super().set_options(*args, **kwargs)
        for path in self.get_option("report"):
            if not files.format_of(path):
                self._display.warning(f"MINIO_CHECKLIST_REPORT names {path}: a report ends with .json or .html")

    def _say(self, lines: list[table.Line]) -> None:
        for text, colour in lines:
            self._display.display(text, color=colour)

    @staticmethod
    def _labels(task) -> tuple[str, ...]:
        label = task.get_vars().get(LABEL) or ()
        return tuple(map(str, label)) if isinstance(label, (list, tuple)) else (str(label),)

    def v2_playbook_on_play_start(self, play):
        if play is not self._play:
            self._say(self._progress.finish())
        self._play = play
        self._in_step = play.strategy in IN_STEP and not play.serial
        variables = play.get_variable_manager().get_vars(play=play)
        self._groups = {name: list(hosts) for name, hosts in variables.get("groups", {}).items()}
        self._hosts.update(dict.fromkeys(map(str, variables.get("ansible_play_hosts_all", ()))))

    def v2_playbook_on_task_start(self, task, is_conditional):
        name = str(task.get_name())
        labels = self._labels(task)
        if labels or name.startswith(COLLECTION) or str(task.action).startswith(COLLECTION):
            self._concerned = True
        if labels or (name.startswith(COLLECTION) and not name.startswith(LOOKING_ROLES)):
            self._mode = "secure"
        if self._in_step:
            self._say(self._progress.finish(but=labels))

    def v2_runner_on_ok(self, result):
        task, host, found = self._parts(result)
        self._ended.pop(host, None)
        self._progress.ok(self._labels(task), host, bool(task.check_mode), bool(found.get("changed")))
        if isinstance(found.get("report"), dict) and found["report"].get("schema") == report.SCHEMA:
            self._report = found["report"]

    def v2_runner_on_failed(self, result, ignore_errors=False):
        task, host, found = self._parts(result)
        name = str(task.get_name())
        self._progress.failed_in(self._labels(task), host, name)
        if not ignore_errors:
            self._ended[host] = (f"failed in '{name}'", unjudged.message(found))

    def v2_runner_on_unreachable(self, result):
        task, host, found = self._parts(result)
        name = str(task.get_name())
        self._progress.failed_in(self._labels(task), host, name)
        self._ended[host] = (f"unreachable in '{name}'", unjudged.message(found))

    @staticmethod
    def _parts(result) -> tuple:
        """Return task, name of the host and result on every ansible-core."""
        found = getattr(result, "result", None)
        return (
            getattr(result, "task", None) or result._task,
            (getattr(result, "host", None) or result._host).get_name(),
            result._result if found is None else found,
        )

    def v2_playbook_on_stats(self, stats):
        self._say(self._progress.finish())
        if self._report is None and not self._concerned:
            return
        ended = {host: self._ended[host] for host in self._ended if stats.failures.get(host) or stats.dark.get(host)}
        width = shutil.get_terminal_size((100, 24)).columns
        if self._report is None:
            self._report = self._unjudged(ended)
            self._say(unjudged.lines(self._report, self._progress, width))
        else:
            self._say(table.lines(self._report, width))
        for path in self.get_option("report"):
            self._write(path, self._report)

    def _unjudged(self, ended: dict) -> dict:
        """Return the report of a run that did not come to the judge: all is unknown."""
        hosts = [host for host in self._hosts if manifest.declared(host, self._groups)] or self._hosts
        verdicts = manifest.unknown(hosts, self._groups, unjudged.NOT_EVALUATED)
        now = datetime.datetime.now(datetime.timezone.utc)
        return report.build(verdicts, self._mode, ("required", "high"), now, unjudged.reason(ended))

    def _write(self, path: str, whole: dict) -> None:
        kind = files.format_of(path)
        if not kind:
            return
        try:
            files.write(path, _report.FORMATS[kind](whole))
        except OSError as error:
            self._display.warning(f"The report {path} was not written: {error.strerror or error}")
        else:
            self._say([(f" report: {path}", None)])
