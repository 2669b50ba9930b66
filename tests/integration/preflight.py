# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the preflight of a role over a table of cases: one host per case, one run of ansible-playbook for all of them."""

from __future__ import annotations

import json
import pathlib
import sys
import typing as t

import yaml

from . import playbook

Vars = t.Dict[str, t.Any]
PLANTED = "planted"
"""Part of every secret in the cases: no answer and no output may show it."""
DEPLOYMENT: Vars = {
    "running": False,
    "installed": False,
    "own_unit": False,
    "unit": "minio",
    "user": "minio-user",
    "group": "minio-user",
    "home": "/",
    "binary": "/usr/local/bin/minio",
    "file_capabilities": [],
    "certs_dir": "/etc/minio/certs",
    "architecture": "x86_64",
    "addresses": ["192.0.2.11"],
    "named_addresses": [],
    "hostname": "minio1",
    "controller": "198.51.100.7",
    "volumes": [],
    "nodes": [],
    "api_interface": "",
    "api_port": 9000,
    "console_interface": "",
    "console_port": None,
    "config_env_file": None,
    "config_env_names": [],
    "other_options": [],
    "unit_options": [],
    "takes_options": False,
    "queues": [],
    "named_files": [],
    "plain_urls": [],
    "variables": {},
    "firewall_managers": [],
    "loaded_cas": [],
    "open_files": [],
    "hosts": [],
    "own_hosts": [],
    "unknown_hosts": [],
    "drives": [{"path": "/data", "exists": True, "on_root": False, "foreign": False, "claim": None}],
    "release": {"flavour": None, "version": None, "commit": None},
    "root_credential": {"present": False, "changes": None},
    "kms_key": None,
    "kes_place": None,
    "kms_names": [],
    "static_kms": False,
    "wanted_volumes": "/data",
    "wanted_api_port": 9000,
    "wanted_console_port": 9090,
    "api_host": "localhost",
}
"""What role minio tells of a host on which nothing is installed yet."""


class Case(t.NamedTuple):
    """Variables and facts that differ from a good run, what the refusal must say (nothing for a good one), and the groups."""

    variables: Vars
    deployment: Vars = {}
    parts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ("minio",)


class Answers(t.NamedTuple):
    """What each case was told, "passed" for a good one, what a variable was then, and all that ansible-playbook wrote."""

    told: dict[str, str]
    shown: dict[str, t.Any]
    output: str

    def check(self, name: str, case: Case) -> None:
        """Assert that a case was told what it must, in sentences without a secret."""
        told = self.told[name]
        if not case.parts:
            assert told == "passed"
        for part in case.parts:
            assert part in told
        assert PLANTED not in told
        assert "Traceback" not in told


def _of_every_host(fact: str, default: str) -> str:
    facts = f"ansible_play_hosts | map('extract', hostvars) | map(attribute='{fact}', default='{default}')"
    return "{{ dict(ansible_play_hosts | zip(%s)) }}" % facts


def _plays(role: str, shown: str, tasks: str) -> list[Vars]:
    return [
        {
            "hosts": "all",
            "gather_facts": False,
            # so that run_once does not keep what it guards from the other cases
            "serial": 1,
            "tasks": [
                {
                    "name": "Check",
                    "block": [
                        {"ansible.builtin.import_role": {"name": f"hardening.minio.{role}", "tasks_from": tasks}}
                    ],
                    "rescue": [{"ansible.builtin.set_fact": {"answer": "{{ ansible_failed_result.msg }}"}}],
                },
                {
                    "name": "Remember what the role made of it",
                    "ansible.builtin.set_fact": {"shown": "{{ %s }}" % shown},
                    "when": "answer is not defined",
                },
            ],
        },
        {
            "hosts": "all",
            "gather_facts": False,
            "tasks": [
                {
                    "name": "Write what was said",
                    "ansible.builtin.copy": {
                        "content": "{{ [told, found] | to_json }}",
                        "dest": "{{ results }}",
                        "mode": "0600",
                    },
                    "vars": {"told": _of_every_host("answer", "passed"), "found": _of_every_host("shown", "")},
                    "run_once": True,
                }
            ],
        },
    ]


def _inventory(cases: t.Mapping[str, Case], common: Vars, domain: str) -> Vars:
    hosts = {
        name + domain: {
            **{key: value for key, value in {**common, **case.variables}.items() if value is not None},
            "__minio_deployment": {**DEPLOYMENT, **case.deployment},
        }
        for name, case in cases.items()
    }
    groups = {group for case in cases.values() for group in case.groups}
    children = {
        group: {"hosts": {name + domain: {} for name, case in cases.items() if group in case.groups}}
        for group in sorted(groups)
    }
    return {"all": {"hosts": hosts, "children": children}}


def run(
    folder: pathlib.Path,
    role: str,
    cases: t.Mapping[str, Case],
    common: Vars,
    domain: str = "",
    shown: str = "inventory_hostname",
    tasks: str = "preflight",
) -> Answers:
    """Run the preflight of a role for all cases, in a folder of its own, at the highest verbosity that people use.

    Each host is named like its case, with the domain (".example.net") behind it. *shown* is an expression to be told
    for those that passed, of the role's variables.
    """
    results = folder / "results.json"
    everywhere = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "results": str(results),
        **common,
    }
    (folder / "playbook.yml").write_text(yaml.safe_dump(_plays(role, shown, tasks)))
    (folder / "inventory.json").write_text(json.dumps(_inventory(cases, everywhere, domain)))
    finished = playbook.run(folder, "-vvv", "-i", "inventory.json", "playbook.yml", environment={"ANSIBLE_FORKS": "4"})
    assert finished.returncode == 0, finished.stdout[-3000:] + finished.stderr
    told, found = (
        {name.removesuffix(domain): answer for name, answer in answers.items()}
        for answers in json.loads(results.read_text())
    )
    return Answers(told, found, finished.stdout + finished.stderr)
