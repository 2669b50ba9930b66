# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write docs/variables.md from roles/*/meta/argument_specs.yml; with --lint only tell whether it differs."""

from __future__ import annotations

import json
import pathlib
import re
import sys
import typing as t

import yaml

TREE = pathlib.Path(__file__).resolve().parents[1]
ROLES, TARGET = TREE / "roles", TREE / "docs" / "variables.md"
HEADER = """\
<!--
SPDX-FileCopyrightText: hardening.minio contributors
SPDX-License-Identifier: GPL-3.0-or-later
Written by tests/generate_variables.py from roles/*/meta/argument_specs.yml: edit those files.
-->

# Variables

Every variable of every role, with the first sentence of its description. The rest is told by `ansible-doc -t role hardening.minio.minio_tls` and the like.
A dot leads into a dictionary, and `[]` into the entries of a list.

A wrong name, type or value is refused before anything changes, in one sentence with the variable and what is accepted.
"""
MARKUP = re.compile(r"\b(RV|[OVCEIBMP])\(([^()]*)\)")
SENTENCE = re.compile(r"(?<=[.]) (?=[A-Z])")


def _marked(found: re.Match[str]) -> str:
    """Return a piece of Ansible's markup as Markdown: a name without the plugin that it belongs to."""
    kind, text = found.groups()
    if kind in ("O", "RV"):
        text = text.rpartition(":")[2] if "#" in text else text
    return f"**{text}**" if kind == "B" else f"*{text}*" if kind == "I" else f"`{text.partition('#')[0]}`"


def first_sentence(description: str | list[str]) -> str:
    """Return the first sentence of a description, as Markdown."""
    text = description if isinstance(description, str) else description[0]
    return MARKUP.sub(_marked, SENTENCE.split(text, maxsplit=1)[0])


def options(specs: dict[str, t.Any], above: str = "") -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    """Yield the path of every option and of those below it, with what is said of it."""
    for name, option in specs.items():
        path = f"{above}{name}"
        yield path, option
        yield from options(option.get("options", {}), f"{path}[]." if option["type"] == "list" else f"{path}.")


def _type(option: dict[str, t.Any]) -> str:
    kind = f"list of {option.get('elements', 'str')}" if option["type"] == "list" else option["type"]
    choices = ", ".join(f"`{choice}`" for choice in option.get("choices", []))
    return f"{kind}: {choices}" if choices else kind


def _default(option: dict[str, t.Any]) -> str:
    if option.get("required"):
        return "*required*"
    value = option.get("default")
    return "" if value is None else f"`{value if isinstance(value, str) else json.dumps(value)}`"


def _row(path: str, option: dict[str, t.Any]) -> str:
    cells = (f"`{path}`", _type(option), _default(option), first_sentence(option["description"]))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _role(role: pathlib.Path) -> str:
    """Return the section of a role, with what is for one entry point only behind what is for all of it."""
    specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]
    text = f"\n## {role.name}\n\n{specs['main']['short_description']}: [its page](../roles/{role.name}/README.md).\n"
    for entry, spec in specs.items():
        if entry != "main":
            text += f"\nWith `tasks_from: {entry}`:\n"
        text += "\n| variable | type | default | what it sets |\n|---|---|---|---|\n"
        text += "".join(_row(path, option) for path, option in options(spec["options"]))
    return text


def document() -> str:
    """Return the text of the page."""
    return HEADER + "".join(_role(path.parent.parent) for path in sorted(ROLES.glob("*/meta/argument_specs.yml")))


def main() -> int:
    """Write or lint the page; returns the exit status."""
    text = document()
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    lint = "--lint" in sys.argv
    if not lint:
        TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.relative_to(TREE)} {'differs from' if lint else 'written from'} the roles' argument_specs")
    return int(lint)


if __name__ == "__main__":
    sys.exit(main())
