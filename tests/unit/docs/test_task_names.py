# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that the tests of scenarios wait for, or look for in a run's output, exist under that name."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.pages import TREE

NAMED = re.compile(r'(minio(?:_[a-z]+)?) : ([A-Z][^"\]\n]+)')
FOUND = sorted({
    (role, task) for path in TREE.glob("molecule/*/tests/*.py") for role, task in NAMED.findall(path.read_text())
})  # fmt: skip


def _names(tasks):
    for task in tasks:
        yield task.get("name", "")
        for part in ("block", "rescue", "always"):
            yield from _names(task.get(part, []))


@pytest.mark.parametrize(("role", "task"), FOUND)
def test_the_role_has_a_task_of_that_name(role, task):
    files = (TREE / "roles" / role / "tasks").glob("*.yml")
    names = [name for path in files for name in _names(yaml.safe_load(path.read_text()))]
    assert [name for name in names if name.startswith(task)], f"{role} has no task {task!r}: {sorted(names)}"


def test_there_are_some():
    assert len(FOUND) > 5
