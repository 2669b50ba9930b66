# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the pages say to type, and the files that they name: targets, options, tags, variables and paths exist."""

from __future__ import annotations

import configparser
import functools
import json
import pathlib
import re
import shlex
import subprocess
import sys

import pytest
import yaml

from tests.pages import NAMES, PAGES, TREE, blocks, commands, spans

MAKEFILE = (TREE / "Makefile").read_text()
# what a page may tell to run of Ansible's
ANSIBLE = ("ansible-playbook", "ansible-galaxy", "ansible-doc", "ansible-vault")
FOLDERS = ("changelogs", "docs", "meta", "molecule", "playbooks", "plugins", "roles", "tests")


@functools.lru_cache(maxsize=None)
def help_of(*command: str) -> str:
    """Return what a command of Ansible's says of its options."""
    program = pathlib.Path(sys.executable).with_name(command[0])
    return subprocess.run(
        [str(program), *command[1:], "--help"], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    ).stdout


def of(page: pathlib.Path, *programs: str) -> list[list[str]]:
    """Return the commands of a page by some programs, as words."""
    return [
        words
        for words in (shlex.split(text) for text in commands(page) if text.startswith(programs))
        if words[0] in programs
    ]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_targets_of_make_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    variables = set(re.findall(r"^([A-Z_]+) [:?]?=", MAKEFILE, re.MULTILINE))
    for _make, *words in of(page, "make"):
        assert {word for word in words if "=" not in word} <= targets
        assert {word.partition("=")[0] for word in words if "=" in word} <= variables


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_options_of_ansible_exist(page):
    for program, *words in of(page, *ANSIBLE):
        actions = words[:2] if program == "ansible-galaxy" else words[:1] if program == "ansible-vault" else []
        told = help_of(program, *actions)
        unknown = [word for word in words if word.startswith("-") and not re.search(rf"(?<!\S){word}\b", told)]
        assert unknown == [], f"{program} {' '.join(words)}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_what_ansible_playbook_is_given_exists(page):
    playbooks = {f"hardening.minio.{path.stem}" for path in (TREE / "playbooks").glob("*.yml")}
    tags = {
        tag
        for path in TREE.glob("roles/*/tasks/main.yml")
        for task in yaml.safe_load(path.read_text())
        for tag in task["tags"]
    }
    for _program, *words in of(page, "ansible-playbook"):
        assert playbooks & set(words), words
        given = dict(zip(words, words[1:]))
        assert set(given.get("--tags", "minio").split(",")) <= tags | {"minio"}
        variables = given.get("-e", "{}")
        # @ names a file of the operator's own
        assert variables.startswith("@") or isinstance(json.loads(variables), dict)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_files_of_the_tree_exist(page):
    named = {
        span for span in spans(page) if re.fullmatch(r"[\w.*-]+(/[\w.*-]*)+", span) and span.split("/")[0] in FOLDERS
    }
    named |= {words[1] for words in of(page, "python") if words[1].startswith("tests/")}
    assert [name for name in sorted(named) if not list(TREE.glob(name.rstrip("/")))] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_tables_and_units_are_those_of_the_code(page):
    code = "".join(path.read_text() for path in [*TREE.glob("plugins/**/*.py"), *TREE.glob("roles/**/*.yml")])
    named = {word for words in of(page, "nft") for word in words if "_" in word}
    named |= {word for words in of(page, "systemctl") for word in words if word.endswith(".service")}
    assert {name for name in named if name.removesuffix(".service") not in code} == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_examples_of_configuration_parse(page):
    for block in blocks(page, "ini"):
        parser = configparser.ConfigParser()
        parser.read_string(block)
        assert parser.sections()
    for block in blocks(page, "json"):
        assert json.loads(block)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_code_is_of_a_language_that_is_checked(page):
    languages = re.findall(r"^```(\w*)$", page.read_text(), re.MULTILINE)
    assert set(languages) <= {"", "yaml", "json", "ini", "console", "text"}
    # "" is the end of a block
    assert languages.count("") * 2 == len(languages)
