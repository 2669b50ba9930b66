# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What the variables that remedy a check mean, as the roles' own interfaces say it."""

from __future__ import annotations

import functools
import pathlib
import re

import yaml

ROLES = pathlib.Path(__file__).parents[3] / "roles"
MARKUP = re.compile(r"\b[A-Z]\(([^()]*)\)")
# there are several thousand lines of them
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@functools.lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    found = {}
    for path in sorted(ROLES.glob("*/meta/argument_specs.yml")):
        for spec in yaml.load(path.read_text(encoding="utf-8"), Loader)["argument_specs"].values():
            for name, option in spec.get("options", {}).items():
                description = option.get("description", "")
                first = description[0] if isinstance(description, list) else description
                found[name] = re.split(r"(?<=\.)\s", MARKUP.sub(r"\1", first))[0]
    return found


def meaning(variable: str) -> str:
    """Return the first sentence of what a role says of a variable of its own; empty where no role has it."""
    return _meanings().get(variable, "")
