# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The labels by which the callback tells what a task is for: literal, known, and only where ok means done."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
import yaml
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue

TREE = pathlib.Path(__file__).resolve().parents[3]
LABEL = "minio_checklist_item"
FILES = sorted([*TREE.glob("roles/*/tasks/*.yml"), *TREE.glob("playbooks/*.yml")])


def problems(tasks: list[dict], inherited: t.Any = None) -> t.Iterator[str]:
    """Return what is wrong with the labels of tasks, also of those in plays and blocks."""
    known = {item.id for item in catalogue.load() if item.checks}
    for task in tasks:
        label = task.get("vars", {}).get(LABEL, inherited)
        labels = label if isinstance(label, list) else [] if label is None else [label]
        name = task.get("name", "?")
        if not set(labels) <= known:
            yield f"{name}: {label} is no item that is checked"
        if labels and task.get("failed_when") is not None:
            yield f"{name}: ok would not mean done"
        for part in ("block", "rescue", "always", "tasks", "pre_tasks", "post_tasks"):
            yield from problems(task.get(part, []), label)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TREE)))
def test_labels_of(path):
    assert list(problems(yaml.safe_load(path.read_text()))) == []


@pytest.mark.parametrize(
    "task",
    [
        {"vars": {LABEL: "{{ item }}"}},
        {"vars": {LABEL: "T9"}},
        {"vars": {LABEL: ["T1", "T5"]}},
        {"vars": {LABEL: "T1"}, "failed_when": False},
        {"vars": {LABEL: "T1"}, "block": [{"failed_when": False}]},
    ],
)
def test_wrong_labels_are_found(task):
    assert len(list(problems([task]))) == 1
