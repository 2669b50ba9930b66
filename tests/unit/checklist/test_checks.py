# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every check of the checklist: one document that passes, one that fails, and none that passes without its facts."""

from __future__ import annotations

import copy
import pathlib
import typing as t

import pytest
import yaml
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge

TREE = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = pathlib.Path(__file__).parent / "samples"
CHECKS = [pytest.param(check, id=check.id) for check in catalogue.checks()]
EVERYTHING = ("api", "canary")


def sample(check: catalogue.Check) -> dict[str, t.Any]:
    return yaml.safe_load((SAMPLES / f"{check.id}.yml").read_text())


def state(check: catalogue.Check, document: dict) -> str:
    return judge.judge(check, document, EVERYTHING, check.agreement)["state"]


def facts(value: t.Any, path: tuple = ()) -> t.Iterator[tuple]:
    """Return the paths of everything in a document."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from facts(child, (*path, key))


def without(document: dict, path: tuple) -> dict:
    """Return a document in which one fact is not known."""
    changed = copy.deepcopy(document)
    parent: t.Any = changed
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = None
    return changed


@pytest.mark.parametrize("check", CHECKS)
def test_one_document_passes_and_one_fails(check):
    assert state(check, sample(check)["pass"]) == "pass"
    assert state(check, sample(check)["fail"]) == "fail"


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_says_nothing_without_a_fact_it_reads(check):
    """Facts named in the expression itself; those of elements of a list are the collectors' business."""
    document = sample(check)["pass"]
    for path in judge.read_facts(check):
        if path[0] in document:
            found = state(check, without(document, tuple(path)))
            assert found == "unknown" or is_alternative(check) or (found == "fail" and may_be_missing(check, path)), (
                path
            )


def is_alternative(check: catalogue.Check) -> bool:
    """Tell whether a check offers a choice, of which one side may be unknown."""
    return "||" in check.expect.expression


def may_be_missing(check: catalogue.Check, path: t.Sequence[str]) -> bool:
    """Tell whether a check asks just for the presence of a fact."""
    return f"{'.'.join(path)} != `null`" in check.expect.expression


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_known_is_never_good(check):
    assert state(check, {}) == "unknown"


def test_ids_are_unique_and_begin_with_their_item():
    ids = [check.id for check in catalogue.checks()]
    assert len(ids) == len(set(ids))
    for item in catalogue.load():
        assert all(check.id.startswith(item.id + ".") for check in item.checks)


def test_every_item_has_checks_or_says_why_not():
    assert all(bool(item.checks) != bool(item.not_applicable) for item in catalogue.load())


def test_roles_exist_and_remedies_are_their_variables():
    options = set()
    for path in TREE.glob("roles/*/meta/argument_specs.yml"):
        for spec in yaml.safe_load(path.read_text())["argument_specs"].values():
            options |= set(spec.get("options", {}))
    for item in catalogue.load():
        assert (TREE / "roles" / item.role).is_dir()
        assert [check.id for check in item.checks if check.remedy not in options] == []


def test_there_is_no_sample_of_a_check_that_is_not_there():
    assert {path.stem for path in SAMPLES.glob("*.yml")} == {check.id for check in catalogue.checks()}
