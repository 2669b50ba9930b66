# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check the settings of a role against its argument spec, on the controller."""

from __future__ import annotations

import pathlib

from ansible.errors import AnsibleError
from ansible.module_utils.common.yaml import yaml_load
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible_collections.hardening.minio.plugins.plugin_utils import _settings, _workers

_workers.load_filters_and_tests()


class ActionModule(ActionBase):
    """The controller's side of the module hardening.minio.role_settings; there is no other side."""

    TRANSFERS_FILES = False
    _requires_connection = False

    def run(self, tmp=None, task_vars=None):
        """Fail with one sentence for every setting that is wrong; warn of names that are nearly a setting's."""
        super().run(tmp, task_vars)
        _result, args = self.validate_argument_spec(
            argument_spec={
                "role_path": {"type": "path"},
                "checks": {"type": "list", "elements": "str", "default": []},
            }
        )
        role = pathlib.Path(args["role_path"] or task_vars["role_path"])
        specs = yaml_load((role / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]
        options = specs["main"]["options"]
        wrong = [
            problem for name in options if name in task_vars for problem in self._problems(name, options, task_vars)
        ]
        siblings = [f"{one.name}_" for one in role.parent.iterdir() if one.name.startswith(f"{role.name}_")]
        known = {name: option for spec in specs.values() for name, option in spec.get("options", {}).items()}
        warnings = list(_settings.misspelt(task_vars, known, f"{role.name}_", siblings))
        # one list after another: a later one relies on what an earlier one has found right
        for checks in args["checks"]:
            wrong = wrong or self._unmet(task_vars[checks])
        if wrong:
            return {"failed": True, "msg": ". ".join(wrong), "warnings": warnings}
        return {"changed": False, "warnings": warnings}

    def _unmet(self, checks: list[dict[str, str]]) -> list[str]:
        template = self._templar.template
        return [template(check["message"]) for check in checks if not boolean(template(check["that"]))]

    def _problems(self, name: str, options: dict, task_vars: dict) -> list[str]:
        option = options[name]
        try:
            value = self._templar.template(task_vars[name])
            # nothing is as good as no setting where there is no default either
            if value is None and option.get("default") is None and not option.get("required"):
                return []
            return list(_settings.problems(value, option, name))
        except AnsibleError as error:
            raise AnsibleError(f"{name} cannot be used as it is written: {error}") from None
