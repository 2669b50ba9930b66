# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every check of the checklist: documents that pass, one that fails, and none that passes without its facts."""

from __future__ import annotations

import copy
import functools
import itertools
import operator
import pathlib
import typing as t

import pytest
import yaml
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue, judge

TREE = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = pathlib.Path(__file__).parent / "samples"
CHECKS = [pytest.param(check, id=check.id) for check in catalogue.checks()]
EVERYTHING = ("api", "canary")
# facts without which a document passes all the same, and why it may
NOT_NEEDED = {
    ("R5.2", "pass"): {"minio.command.console.state": "nobody uninvited reaches the port, whatever it is for"},
    ("E1.1", "pass"): {"kes.release.declared": "what matches was declared"},
    ("E8.1", "pass by buckets"): {"hosts.minio.settings.auto_encryption": "every bucket is encrypted without it"},
    ("T1.3", "pass"): {"minio.command.console.state": "what answers there speaks TLS"},
    ("T4.1", "pass"): {
        "kes_client": "without a certificate for KES, there is no CA of KES to know",
        "kes_client.servers.trusted": "a KES that is stopped shows no certificate, which E7.1 tells",
    },
    ("B1.2", "pass where it is declared"): {"hosts.minio.release.declared": "what matches was declared"},
    ("B7.1", "pass"): {"derived.clock.offset": "a time service sets the clock"},
}


def sample(check: catalogue.Check) -> dict[str, t.Any]:
    return yaml.safe_load((SAMPLES / f"{check.id}.yml").read_text())


PASSING = [
    pytest.param(check, name, id=f"{check.id}-{name}")
    for check in catalogue.checks()
    for name in sample(check)
    if name != "fail"
]


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


def twice(value: t.Any) -> t.Any:
    """Return a document in which every mapping in a list stands twice, so that one is left where a fact of the other is not known."""
    if isinstance(value, dict):
        return {key: twice(child) for key, child in value.items()}
    if isinstance(value, list):
        return [twice(child) for child in value for _time in range(2 if isinstance(child, dict) else 1)]
    return value


def names(node: dict) -> set[str]:
    """Return the names of all facts that an expression reads, those of elements of lists as well."""
    own = {node["value"]} if node["type"] == "field" else set()
    return own.union(*map(names, node["children"]))


def is_read(check: catalogue.Check, path: tuple) -> bool:
    """Tell whether a check reads a fact: one of the document itself, or of the elements of a list."""
    folder = list(itertools.takewhile(lambda key: isinstance(key, str), path))
    return folder in judge.read_facts(check) and (len(folder) == len(path) or path[-1] in names(check.expect.parsed))


def outcomes(check: catalogue.Check, name: str) -> dict[str, set[str]]:
    """Return by fact that a check reads what it says of a document that passes, without that fact."""
    document = twice(sample(check)[name])
    found: dict[str, set[str]] = {}
    for path in facts(document):
        value = functools.reduce(operator.getitem, path, document)
        in_list = any(isinstance(key, int) for key in path)
        if is_read(check, path) and value is not None and not (in_list and isinstance(value, (dict, list))):
            fact = ".".join(key for key in path if isinstance(key, str))
            found.setdefault(fact, set()).add(state(check, without(document, path)))
    return found


@pytest.mark.parametrize(("check", "name"), PASSING)
def test_documents_that_pass(check, name):
    assert state(check, sample(check)[name]) == "pass"
    assert state(check, twice(sample(check)[name])) == "pass"


@pytest.mark.parametrize("check", CHECKS)
def test_a_document_that_fails(check):
    assert state(check, sample(check)["fail"]) == "fail"


@pytest.mark.parametrize(("check", "name"), PASSING)
def test_a_check_says_nothing_without_a_fact_it_reads(check, name):
    """What an element of a list does not tell may refute: a certificate that cannot be read is none that is right."""
    found = outcomes(check, name)
    assert {fact for fact, states in found.items() if "pass" in states} == set(NOT_NEEDED.get((check.id, name), ()))
    refuted = {
        fact for fact, states in found.items() if "fail" in states and fact.split(".") in judge.read_facts(check)
    }
    assert {fact for fact in refuted if not may_be_missing(check, fact)} == set()


def may_be_missing(check: catalogue.Check, fact: str) -> bool:
    """Tell whether a check asks for the presence of a fact."""
    return f"{fact} != `null`" in check.expect.expression


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
