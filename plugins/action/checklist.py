# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judge the evidence of one host or of the cluster, on the controller."""

from __future__ import annotations

import datetime
import json
import shutil
import typing as t

from ansible import constants
from ansible.plugins.action import ActionBase
from ansible_collections.hardening.minio.plugins.plugin_utils import _derived
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge, manifest, report
from ansible_collections.hardening.minio.plugins.plugin_utils._report import table

CALLBACK = "hardening.minio.checklist"
UTC = datetime.timezone.utc
NOTHING_RUNS = "neither MinIO nor KES runs on a host that gave evidence"


def _plain(document: dict) -> dict:
    """Return a document of plain types: from ansible-core 2.19 on, variables have types that JMESPath does not know."""
    return json.loads(json.dumps(document, default=str))


class ActionModule(ActionBase):
    """The controller's side of the module hardening.minio.checklist; there is no other side."""

    TRANSFERS_FILES = False
    _requires_connection = False

    def run(self, tmp=None, task_vars=None):
        """Return verdicts, or the report made of them; never fails, as the gate is a task of its own."""
        super().run(tmp, task_vars)
        _result, args = self.validate_argument_spec(
            argument_spec={
                "scope": {"type": "str", "choices": ["host", "cluster"], "required": True},
                "evidence": {"type": "dict", "default": {}},
                "hosts": {"type": "dict", "default": {}},
                "cluster": {"type": "dict"},
                "peers": {"type": "dict", "default": {}},
                "answered": {"type": "float"},
                "before": {"type": "dict", "default": {}},
                "verdicts": {"type": "dict"},
                "asked": {"type": "list", "elements": "str", "default": []},
                "waivers": {"type": "dict", "default": {}},
                "fail_on": {"type": "list", "elements": "str", "default": ["required", "high"]},
                "mode": {"type": "str", "choices": ["secure", "audit"], "default": "audit"},
            }
        )
        names = [*catalogue.declarations(), *_derived.PLACES]
        declared = {name: self._templar.template(task_vars[name]) for name in names if name in task_vars}
        if args["scope"] == "host":
            return {"changed": False, "verdicts": self._judge_host(args, declared, task_vars)}
        silence = self._silence(args)
        document = None if silence else self._cluster_document(args, declared)
        silent = sorted(host for host in task_vars["ansible_play_hosts_all"] if host not in args["hosts"])
        verdicts = self._judge(catalogue.checks("cluster"), document, args, declared, silence, silent)
        if args["verdicts"] is None:
            return {"changed": False, "verdicts": verdicts}
        every = {
            **self._judge_absent(args, declared, task_vars),
            **args["verdicts"],
            report.CLUSTER: verdicts,
        }
        whole = report.build(every, args["mode"], args["fail_on"], datetime.datetime.now(UTC))
        self._show(whole)
        return {
            "changed": False,
            "verdicts": verdicts,
            "report": whole,
            "open": report.blocking(whole),
            "ansible_stats": {
                "data": {"minio_checklist": self._artifacts(every, whole)},
                "per_host": False,
                "aggregate": True,
            },
        }

    @staticmethod
    def _silence(args: dict) -> str:
        """Return a sentence where no server told anything, neither on a host nor by its API; else an empty string."""
        cluster = args["cluster"] or {}
        refusal = cluster.get("error")
        told = [facts for topic, facts in cluster.items() if topic != "error" and facts and "error" not in facts]
        if told or any(host.get(group) for host in args["hosts"].values() for group in manifest.GROUPS.values()):
            return ""
        return ": ".join(filter(None, [NOTHING_RUNS, refusal]))

    @staticmethod
    def _judge(
        checks: list, document: dict | None, args: dict, declared: dict, absent: str = "", silent: t.Sequence[str] = ()
    ) -> dict:
        """Return the verdicts of checks on one document, compared with those before and with the waivers.

        absent says why there is no document; silent are hosts that it should tell of and does not.
        """
        verdicts = {}
        for check in checks:
            found = judge.judge(check, document, args["asked"], declared, absent)
            found = judge.doubt(check, found, silent)
            found = judge.compare(found, args["before"].get(check.id))
            verdicts[check.id] = judge.waive(found, args["waivers"].get(check.id), datetime.date.today())
        return verdicts

    def _judge_host(self, args: dict, declared: dict, task_vars: dict) -> dict:
        """Return the verdicts of what runs on the host, and of what the inventory says that should."""
        document = self._host_document(args, declared, self._address(task_vars))
        verdicts = {}
        for scope, group in manifest.GROUPS.items():
            checks = catalogue.checks(scope)
            if document.get(group):
                verdicts.update(self._judge(checks, document, args, declared))
            elif scope in manifest.declared(task_vars["inventory_hostname"], task_vars["groups"]):
                absent = f"{manifest.PROGRAMS[scope]} does not run on this host"
                verdicts.update(self._judge(checks, None, args, declared, absent))
        return verdicts

    def _judge_absent(self, args: dict, declared: dict, task_vars: dict) -> dict:
        """Return the verdicts of hosts that gave none themselves."""
        absent = "there is no evidence of this host: it was unreachable, or did not come this far"
        return {
            host: self._judge(
                catalogue.checks(*manifest.supposed(host, task_vars["groups"])), None, args, declared, absent
            )
            for host in task_vars["ansible_play_hosts_all"]
            if host not in args["verdicts"]
        }

    @staticmethod
    def _artifacts(verdicts: dict, whole: dict) -> dict:
        """Return what a job shows of the run; only states, so that nothing of an earlier verdict survives a merge."""
        by_host = {
            host: {check: found["state"] for check, found in by_check.items()} for host, by_check in verdicts.items()
        }
        return {**by_host, "summary": {key: whole[key] for key in ("verdict", "score", "generated", "mode")}}

    def _show(self, whole: dict) -> None:
        """Show the table where the callback, which would show it at the end, is not enabled."""
        if CALLBACK not in constants.CALLBACKS_ENABLED:
            for text, colour in table.lines(whole, shutil.get_terminal_size((100, 24)).columns):
                self._display.display(text, color=colour)

    def _address(self, task_vars: dict) -> str:
        """Return the name or address that Ansible connects to."""
        return str(self._templar.template(task_vars.get("ansible_host")) or task_vars["inventory_hostname"])

    @staticmethod
    def _host_document(args: dict, declared: dict, address: str) -> dict:
        told = {"peers": args["peers"], "answered": args["answered"], "address": address}
        document = {**args["evidence"], **told, "declared": declared}
        return _plain({**document, "derived": _derived.derive(_derived.HOST_TOPICS, document, declared)})

    @staticmethod
    def _cluster_document(args: dict, declared: dict) -> dict:
        hosts = [{**evidence, "name": name} for name, evidence in sorted(args["hosts"].items())]
        document = {"hosts": hosts, "cluster": args["cluster"], "declared": declared}
        return _plain({**document, "derived": _derived.derive(_derived.CLUSTER_TOPICS, document, declared)})
