# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of ansible-playbook with the callback: the hosts, the evidence, and what came out."""

from __future__ import annotations

import json
import os
import pathlib
import shlex
import subprocess
import sys
import typing as t

import yaml
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue

from tests import collection

SECRET = "planted-Secret-0815"
FOLDER = pathlib.Path(__file__).parent
JUDGE = FOLDER / "only_judge.yml"
SAMPLES = collection.CHECKOUT / "tests" / "unit" / "checklist" / "samples"
CALLBACK = "hardening.minio.checklist"


class Run(t.NamedTuple):
    """What a run left behind."""

    status: int
    stdout: str
    stderr: str
    folder: pathlib.Path

    @property
    def report(self) -> dict:
        """Return the report that was written as JSON."""
        return json.loads((self.folder / "report.json").read_text())

    def marks(self) -> list[str]:
        """Return the lines that marked items while the run went, in order."""
        return [line.strip() for line in self.stdout.splitlines() if line.startswith(("  ✓ ", "  ✗ ", "  … "))]


def _merge(into: dict, other: dict) -> dict:
    for key, value in other.items():
        both = isinstance(value, dict) and isinstance(into.get(key), dict)
        into[key] = _merge(into[key], value) if both else value
    return into


def evidence() -> dict[str, dict]:
    """Return evidence of a node and of a KES host that the checks' own samples of good evidence are put together to."""
    found: dict[str, dict] = {"node": {}, "kes": {}}
    for scope, document in found.items():
        for check in catalogue.checks(scope):
            _merge(document, yaml.safe_load((SAMPLES / f"{check.id}.yml").read_text())["pass"])
        document.pop("derived", None)
    return found


def hosts(*nodes: str, gone: bool = False) -> dict:
    """Return an inventory of nodes and one KES host; gone is a node that nobody answers for."""
    group: dict[str, dict] = {name: {} for name in nodes}
    if gone:
        # no server listens on port 1
        group["gone"] = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
    return {"minio": {"hosts": group}, "kes": {"hosts": {"kes1": {}}}}


def run(
    folder: pathlib.Path,
    inventory: dict,
    *arguments: str,
    playbook: pathlib.Path = FOLDER / "situations.yml",
    python: pathlib.Path = pathlib.Path(sys.executable),
    environment: dict[str, str] | None = None,
    collections: pathlib.Path | None = None,
    terminal: bool = False,
) -> Run:
    """Run a playbook in a folder, by default with the callback and a report as JSON; on a terminal if asked."""
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    given = {
        "ansible_connection": "local",
        "ansible_python_interpreter": str(python),
        "ansible_async_dir": str(scratch / "async"),
        "scratch": str(scratch),
        "secret": SECRET,
        "evidence": evidence(),
        "fail_on": ["required", "high"],
        "judged_hosts": "{{ ansible_play_hosts_all | map('extract', hostvars) | selectattr('judged.verdicts', 'defined')"
        " | map(attribute='inventory_hostname') }}",
    }
    variables = {**given, **inventory.get("all", {}).get("vars", {})}
    (folder / "inventory.json").write_text(json.dumps({**inventory, "all": {"vars": variables}}))
    command = [str(python.with_name("ansible-playbook")), "-i", "inventory.json", *arguments, str(playbook)]
    process_environment = {
        "PATH": f"{python.parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "100",
        "ANSIBLE_COLLECTIONS_PATH": str(collections or collection.path()),
        "ANSIBLE_CALLBACKS_ENABLED": CALLBACK,
        "ANSIBLE_DEPRECATION_WARNINGS": "1",
        "ANSIBLE_FORKS": "6",
        "MINIO_CHECKLIST_REPORT": "report.json",
        **(environment or {}),
    }
    if terminal:
        # the terminal of util-linux, as a person has one
        command = ["script", "--quiet", "--return", "--command", shlex.join(command), "/dev/null"]
    finished = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        timeout=600,
        env=process_environment,
    )
    return Run(finished.returncode, finished.stdout, finished.stderr, folder)
