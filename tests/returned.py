# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hold what a module returned against its RETURN documentation."""

from __future__ import annotations

import functools
import re
import typing as t

from ansible.parsing.plugin_docs import read_docstring

from tests.collection import CHECKOUT

Facts = t.Dict[str, t.Any]

OF_EVERY_MODULE = {"changed", "deprecations", "diff", "failed", "invocation", "msg", "warnings"}
TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "dict": (dict,),
    "float": (float, int),
    "int": (int,),
    "list": (list,),
    "path": (str,),
    "str": (str,),
}
REFERENCE = re.compile(r"\bas (?:one of )?RV\(([^)]+)\)", re.IGNORECASE)
"""A value that is documented elsewhere; it may have further keys."""
DATA = re.compile(r"\bby [a-z]|\bpolicy document", re.IGNORECASE)
"""Words for a dictionary whose keys are data; the keys of every other one are documented."""


class Documentation:
    """The RETURN documentation of a module."""

    def __init__(self, module: str) -> None:
        """Read it from the file of the module ("minio_policy")."""
        path = CHECKOUT / "plugins" / "modules" / f"{module}.py"
        self.values: Facts = read_docstring(str(path))["returndocs"] or {}

    def value(self, path: str) -> Facts:
        """Return what is said of a value ("evidence.tls.pairs[].certificate"); raises KeyError if there is none."""
        first, *rest = path.replace("[]", "").split(".")
        found: Facts = self.values[first]
        for name in rest:
            found = self.keys(found)[name]
        return found

    def _referred(self, value: Facts) -> Facts | None:
        reference = REFERENCE.search(_text(value))
        return self.value(reference.group(1)) if reference else None

    def keys(self, value: Facts) -> Facts:
        """Return what is said of the keys of a dictionary, or of each in a list; empty where they are data."""
        referred = self._referred(value)
        return {**(self.keys(referred) if referred else {}), **value.get("contains", {})}

    def may_be_null(self, value: Facts) -> bool:
        """Tell whether the description says that a value may be null."""
        referred = self._referred(value)
        return "V(null)" in _text(value) or bool(referred and self.may_be_null(referred))

    def problems(self, name: str, value: Facts, found: t.Any, nullable: bool = False) -> t.Iterator[str]:
        """Yield a sentence for everything in a value that is not as documented; name is its path.

        *nullable*, the dictionary that it is a key of says that it may be null.
        """
        if found is None:
            if not nullable and not self.may_be_null(value):
                yield f"{name} is null, and its description does not say when"
        elif isinstance(found, dict) and list(found) == ["error"] and value["type"] in ("dict", "list"):
            # stands for what could not be read
            yield from _wrong_type(f"{name}.error", "str", found["error"])
        else:
            yield from _wrong_type(name, value["type"], found)
            if isinstance(found, dict):
                yield from self._problems_of_dictionary(name, value, found)
            for one in found if isinstance(found, list) else ():
                yield from _wrong_type(f"{name}[]", value["elements"], one)
                if isinstance(one, dict):
                    yield from self._problems_of_dictionary(f"{name}[]", value, one)

    def _problems_of_dictionary(self, name: str, value: Facts, found: Facts) -> t.Iterator[str]:
        keys = self.keys(value)
        if keys:
            yield from self.problems_of_keys(name, keys, found, "are V(null)" in _text(value))
        elif found and not DATA.search(_text(value)):
            yield f"{name} has keys ({', '.join(sorted(found))}) that are not documented"

    def problems_of_keys(self, name: str, keys: Facts, found: Facts, nullable: bool = False) -> t.Iterator[str]:
        """Yield a sentence for every key that is not documented, is missing, or is not as documented."""
        for key in sorted(found.keys() - keys.keys()):
            yield f"{name}.{key} is returned and not documented"
        for key, value in keys.items():
            if key in found:
                yield from self.problems(f"{name}.{key}", value, found[key], nullable)
            elif value.get("returned", "always") in ("always", "success"):
                yield f"{name}.{key} is documented and not returned"


def _text(value: Facts) -> str:
    description = value["description"]
    return description if isinstance(description, str) else " ".join(description)


def _wrong_type(name: str, wanted: str, found: t.Any) -> t.Iterator[str]:
    # to Python, a truth value is a number as well
    if not isinstance(found, TYPES[wanted]) or (isinstance(found, bool) and wanted != "bool"):
        yield f"{name} is of type {type(found).__name__} and documented as {wanted}"


documentation = functools.lru_cache(maxsize=None)(Documentation)


def problems(module: str, result: Facts) -> list[str]:
    """Return a sentence for everything in the result of a module that did not fail and that is not as documented."""
    documented = documentation(module)
    own = {key: value for key, value in result.items() if key not in OF_EVERY_MODULE}
    return list(documented.problems_of_keys(module, documented.values, own))
