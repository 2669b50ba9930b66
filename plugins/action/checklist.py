# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judge the evidence of one host or of the cluster, on the controller."""

from __future__ import annotations

import datetime

from ansible.plugins.action import ActionBase
from ansible_collections.hardening.minio.plugins.plugin_utils import _derived
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge, report

UTC = datetime.timezone.utc


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
                "before": {"type": "dict", "default": {}},
                "verdicts": {"type": "dict", "default": {}},
                "asked": {"type": "list", "elements": "str", "default": []},
                "waivers": {"type": "dict", "default": {}},
                "fail_on": {"type": "list", "elements": "str", "default": ["required", "high"]},
                "mode": {"type": "str", "choices": ["secure", "audit"], "default": "audit"},
            }
        )
        declared = {
            name: self._templar.template(task_vars[name]) for name in catalogue.declarations() if name in task_vars
        }
        if args["scope"] == "host":
            document = self._host_document(args, declared)
            scopes = [scope for scope, key in (("node", "minio"), ("kes", "kes")) if document.get(key)]
        else:
            document = self._cluster_document(args, declared)
            scopes = ["cluster"]
        verdicts = {}
        for check in catalogue.checks(*scopes) if scopes else []:
            found = judge.judge(check, document, args["asked"], declared)
            found = judge.compare(found, args["before"].get(check.id))
            verdicts[check.id] = judge.waive(found, args["waivers"].get(check.id), datetime.date.today())
        if args["scope"] == "host":
            name = task_vars["inventory_hostname"]
            return {"changed": False, "verdicts": verdicts, **self._statistics({name: self._states(verdicts)})}
        every = {**args["verdicts"], report.CLUSTER: verdicts}
        whole = report.build(every, args["mode"], args["fail_on"], datetime.datetime.now(UTC))
        summary = {key: whole[key] for key in ("verdict", "score", "generated", "mode")}
        return {
            "changed": False,
            "verdicts": verdicts,
            "report": whole,
            "open": report.open_checks(every, args["fail_on"]),
            **self._statistics({report.CLUSTER: self._states(verdicts), "summary": summary}),
        }

    @staticmethod
    def _states(verdicts: dict) -> dict:
        return {check: found["state"] for check, found in verdicts.items()}

    @staticmethod
    def _statistics(data: dict) -> dict:
        return {"ansible_stats": {"data": {"minio_checklist": data}, "per_host": False, "aggregate": True}}

    @staticmethod
    def _host_document(args: dict, declared: dict) -> dict:
        document = {**args["evidence"], "peers": args["peers"], "declared": declared}
        return {**document, "derived": _derived.derive(_derived.HOST_TOPICS, document, declared)}

    @staticmethod
    def _cluster_document(args: dict, declared: dict) -> dict:
        hosts = [{**evidence, "name": name} for name, evidence in sorted(args["hosts"].items())]
        document = {"hosts": hosts, "cluster": args["cluster"], "declared": declared}
        return {**document, "derived": _derived.derive(_derived.CLUSTER_TOPICS, document, declared)}
