# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings are judged by type first, then by the checks of the role, one list after another."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import typing as t

import pytest
import yaml

from tests import collection

SPEC = {"argument_specs": {"main": {"options": {"tried_port": {"type": "int", "default": 9000}}}}}
RANGE = {
    "that": "{{ 1 <= tried_port | int <= 65535 }}",
    "message": "tried_port is {{ tried_port }}: it has to be 1 to 65535",
}
EVEN = {"that": "{{ tried_port | int is even }}", "message": "tried_port is {{ tried_port }}: it has to be even"}
UNHEARD = {"that": "{{ true }}", "message": "{{ no_such_variable }}"}
BROKEN = {"that": "{{ no_such_variable }}", "message": "never said"}


def settings(folder: pathlib.Path, port: t.Any, **checks: list[dict[str, str]]) -> dict[str, t.Any]:
    """Return what the action says of a role's setting; the names of *checks* are those of the role's variables."""
    role = folder / "role"
    (role / "meta").mkdir(parents=True)
    (role / "meta" / "argument_specs.yml").write_text(yaml.safe_dump(SPEC))
    task = {
        "name": "Check the settings",
        "hardening.minio.role_settings": {"role_path": str(role), "checks": list(checks)},
        "register": "found",
        "ignore_errors": True,
        "vars": checks,
    }
    write = {"ansible.builtin.copy": {"content": "{{ found | to_json }}", "dest": str(folder / "found.json")}}
    play = {"hosts": "localhost", "gather_facts": False, "tasks": [task, {"name": "Write it", **write}]}
    (folder / "playbook.yml").write_text(yaml.safe_dump([play]))
    subprocess.run(
        [pathlib.Path(sys.executable).with_name("ansible-playbook"), "playbook.yml", "-e", json.dumps({"tried_port": port})],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", "ANSIBLE_COLLECTIONS_PATH": str(collection.path())},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )  # fmt: skip
    return json.loads((folder / "found.json").read_text())


def test_met(tmp_path: pathlib.Path) -> None:
    assert not settings(tmp_path, 9000, first=[RANGE, UNHEARD], second=[EVEN]).get("failed")


@pytest.mark.parametrize(
    ("port", "said"),
    [
        (70001, "tried_port is 70001: it has to be 1 to 65535. tried_port is 70001: it has to be even"),
        (0, "tried_port is 0: it has to be 1 to 65535"),
    ],
)
def test_every_check_of_a_list_is_told(tmp_path: pathlib.Path, port: int, said: str) -> None:
    found = settings(tmp_path, port, first=[RANGE, EVEN])
    assert found["failed"] and found["msg"] == said


def test_a_list_relies_on_those_before_it(tmp_path: pathlib.Path) -> None:
    assert settings(tmp_path, 0, first=[RANGE], second=[BROKEN])["msg"] == "tried_port is 0: it has to be 1 to 65535"


def test_checks_rely_on_types(tmp_path: pathlib.Path) -> None:
    assert settings(tmp_path, "many", first=[BROKEN])["msg"] == "tried_port is text: it has to be a whole number"


@pytest.mark.parametrize("that", ["{{ no_such_variable }}", "{{ 'perhaps' }}", "{{ none }}"])
def test_what_is_neither_true_nor_false_is_no_pass(tmp_path: pathlib.Path, that: str) -> None:
    assert settings(tmp_path, 9000, first=[{"that": that, "message": "never said"}])["failed"]
