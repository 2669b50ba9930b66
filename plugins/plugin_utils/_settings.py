# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Settings against the options of an argument spec: names and types, taken literally."""

from __future__ import annotations

import difflib
import re
import typing as t

Option = t.Mapping[str, t.Any]
Options = t.Mapping[str, Option]

WORDS = {
    "str": "text, so put it in quotes",
    "path": "text, so put it in quotes",
    "int": "a whole number",
    "bool": "true or false, on the command line as -e '{\"NAME\": false}'",
    "list": "a list, such as [] for none",
    "dict": "a dictionary",
    "raw": "a dictionary or text",
}
KINDS = {bool: "a boolean", int: "a number", float: "a number", str: "text", dict: "a dictionary", list: "a list"}
ALIKE = 0.9
"""From which ratio on two names are taken for one that is misspelt: a letter or two in twenty."""


def kind(value: t.Any) -> str:
    """Return what a value is, in words, never the value."""
    return next((words for one, words in KINDS.items() if isinstance(value, one)), "nothing")


def _is_text(value: t.Any) -> bool:
    # what stands encrypted in the inventory is no str to ansible-core before 2.19
    return isinstance(value, str) or hasattr(value, "__ENCRYPTED__")


def _is_number(value: t.Any) -> bool:
    # a template or -e makes text of a number; the roles read it as one
    if isinstance(value, str):
        return re.fullmatch(r"-?\d+", value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


TESTS: dict[str, t.Callable[[t.Any], bool]] = {
    "str": _is_text,
    "path": _is_text,
    "int": _is_number,
    "bool": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "dict": lambda value: isinstance(value, dict),
    "raw": lambda value: isinstance(value, (dict, str)),
}


def problems(value: t.Any, option: Option, name: str) -> t.Iterator[str]:
    """Yield one sentence for everything that is wrong with a value, names below it included; none shows the value of a text.

    An option of a secret may say no_log, so that its choices are not compared aloud.
    """
    wanted = option.get("type", "str")
    if not TESTS[wanted](value):
        yield f"{name} is {kind(value)}: it has to be {WORDS[wanted].replace('NAME', name)}"
    elif wanted == "dict" and option.get("options"):
        yield from _entries(value, option["options"], name)
    elif wanted == "list":
        for number, entry in enumerate(value):
            if entry is None or option.get("elements"):
                below = {"type": option["elements"], "options": option.get("options"), "choices": option.get("choices")}
                yield from problems(entry, below, f"{name}[{number}]")
    elif option.get("choices") and not option.get("no_log") and value not in option["choices"]:
        yield f"{name} is {value!r}: it has to be one of {', '.join(map(str, option['choices']))}"


def _entries(settings: t.Mapping[str, t.Any], options: Options, name: str) -> t.Iterator[str]:
    for key, value in settings.items():
        if key not in options:
            yield f"{name} has the key {key!r}{_perhaps(key, options)}: known are {', '.join(sorted(options))}"
        elif value is not None:
            yield from problems(value, options[key], f"{name}.{key}")
    for key, option in options.items():
        if option.get("required") and settings.get(key) is None:
            yield f"{name}.{key} is not set: it is needed"


def _perhaps(name: t.Any, known: t.Iterable[str], cutoff: float = 0.6) -> str:
    close = difflib.get_close_matches(str(name), list(known), 1, cutoff)
    return f", perhaps misspelt {close[0]!r}" if close else ""


def misspelt(names: t.Iterable[str], options: Options, prefix: str, others: t.Iterable[str]) -> t.Iterator[str]:
    """Yield one sentence for every variable that is nearly the name of an option and begins with the prefix.

    others are longer prefixes, of what has options of its own.
    """
    longer = tuple(others)
    for name in names:
        if name.startswith(prefix) and not name.startswith(longer) and name not in options:
            perhaps = _perhaps(name, options, ALIKE)
            if perhaps:
                yield f"{name} is set and means nothing{perhaps}"
