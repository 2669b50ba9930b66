# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the pages say exists: links, variables, checks, advisories, plugins; and their examples are accepted."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
import typing as t

import jsonschema
import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import lint

from tests.pages import NAMES, PAGES, TREE, blocks, without_blocks

# names that begin like variables of the collection: a group of the inventory, and a label of tasks
NO_OPTIONS = {"minio_proxy", "minio_checklist_item"}
CONTENT = {
    path.stem
    for folder in ("modules", "filter", "action", "callback")
    for path in (TREE / "plugins" / folder).glob("*.py")
} | {path.stem for path in (TREE / "playbooks").glob("*.yml")}
ROLES = {path.name for path in (TREE / "roles").iterdir()}


def options() -> dict[str, dict]:
    """Return the options of all roles, by name."""
    found: dict[str, dict] = {}
    for path in TREE.glob("roles/*/meta/argument_specs.yml"):
        for spec in yaml.safe_load(path.read_text())["argument_specs"].values():
            found.update(spec.get("options", {}))
    return found


def examples(page: pathlib.Path) -> list[t.Any]:
    """Return the YAML examples of a page, parsed."""
    return [yaml.safe_load(block) for block in blocks(page, "yaml")]


def anchors(page: pathlib.Path) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def settings(value: t.Any) -> t.Iterator[tuple[str, t.Any]]:
    """Return the variables of the collection that an example sets, wherever in it."""
    if isinstance(value, dict):
        for key, child in value.items():
            if str(key).startswith("minio_"):
                yield key, child
            yield from settings(child)
    elif isinstance(value, list):
        for child in value:
            yield from settings(child)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page):
    broken = []
    for target in re.findall(r"(?:\]\(|src(?:set)?=\")([^)\s\"]+)", without_blocks(page)):
        if "://" in target:
            continue
        path, _hash, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if not place.exists() or (anchor and anchor not in anchors(place)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_variables_exist(page):
    named = set(re.findall(r"(?<![\w/.-])minio_[a-z_]*[a-z]\b(?![.]env)", page.read_text()))
    assert named - set(options()) - ROLES - CONTENT - NO_OPTIONS == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_content_of_the_collection_exists(page):
    named = set(re.findall(r"(?<![/\w])hardening\.minio\.([a-z_]+)", page.read_text()))
    assert named - ROLES - CONTENT == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_checks_and_items_exist(page):
    known = {check.id for check in catalogue.checks()} | {item.id for item in catalogue.load()}
    assert set(re.findall(r"\b[RETB]\d{1,2}(?:\.\d{1,2})?\b", page.read_text())) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_advisories_exist(page):
    known = (TREE / "plugins" / "advisories.yml").read_text()
    named = set(re.findall(r"\b(?:CVE|SN)-20\d\d-\d+\b", page.read_text()))
    assert {name for name in named if name not in known} == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_roles_accept_what_the_examples_set(page):
    specs = options()
    for name, value in settings(examples(page)):
        if name in specs:
            told = ArgumentSpecValidator({name: specs[name]}).validate({name: value})
            assert told.error_messages == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_policies_of_the_examples_are_right(page):
    entries = [one for name, value in settings(examples(page)) if name == "minio_idp_policies" for one in value]
    for entry in entries:
        # others stand in a file or come from a filter
        if isinstance(entry.get("policy"), dict):
            assert lint.findings(entry["policy"], f"{page.name}: {entry['name']}") == []


def test_playbooks_of_the_examples_are_understood(tmp_path):
    plays = [
        play
        for page in PAGES
        for example in examples(page)
        if isinstance(example, list)
        for play in example
        if "hosts" in play
    ]
    assert len(plays) > len(ROLES)
    playbook = tmp_path / "examples.yml"
    playbook.write_text(yaml.safe_dump(plays))
    command = [sys.executable, "-m", "ansible", "playbook", "--syntax-check", "--inventory", "minio1,", str(playbook)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert finished.returncode == 0, finished.stderr


def test_the_example_of_a_report_fits_the_schema():
    schema = json.loads((TREE / "plugins" / "checklist.schema.json").read_text())
    (example,) = blocks(TREE / "docs" / "report.md", "json")
    jsonschema.validate(json.loads(example), schema)


def test_the_readme_counts_the_checklist_right():
    text = f"{len(catalogue.load())} items by {len(catalogue.checks())} checks"
    assert text in (TREE / "README.md").read_text()


def test_the_readme_names_every_role_and_playbook():
    text = (TREE / "README.md").read_text()
    rows = re.findall(r"^\| `(minio\w*)` \|", text, re.MULTILINE)
    assert sorted(rows) == sorted(ROLES)
    (line,) = re.findall(r"^Playbooks: (.*)\. Callback", text, re.MULTILINE)
    playbooks = {f"hardening.minio.{path.stem}" for path in (TREE / "playbooks").glob("*.yml")}
    assert set(re.findall(r"`([\w.]+)`", line)) == playbooks


def test_the_index_lists_every_guide():
    guides = {page.name for page in (TREE / "docs").glob("*.md")} - {"README.md"}
    assert set(re.findall(r"\]\(([\w-]+\.md)\)", (TREE / "docs" / "README.md").read_text())) == guides
