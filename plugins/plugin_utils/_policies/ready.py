# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The policies of plugins/ready_policies.yml, with what is given put in its place."""

from __future__ import annotations

import functools
import json
import pathlib
import re
import typing as t

from ansible.module_utils.common.yaml import yaml_load

from ...module_utils._errors import InputError
from . import known

DATA = pathlib.Path(__file__).parents[2] / "ready_policies.yml"
FORMS = {
    "bucket": (re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"), "the name of one bucket, such as reports"),
    "prefix": (re.compile(r"[^*?$\"\\/]+(/[^*?$\"\\/]+)*"), "a folder without wildcards, such as 2030/january"),
}


@functools.lru_cache(maxsize=1)
def load() -> dict[str, dict[str, t.Any]]:
    """Return what the data file holds."""
    return yaml_load(DATA.read_text(encoding="utf-8"))


def policy(name: str, given: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the document of a policy; raises InputError for a name or a value that is not known."""
    if name not in load():
        raise InputError(
            f"there is no ready policy {name!r}{known.nearest(str(name), load())}: known are {', '.join(load())}"
        )
    needs = load()[name]["needs"]
    values = {}
    for key in [*needs, *(key for key in given if given[key] is not None and key not in needs)]:
        if key not in needs:
            raise InputError(f"{key} is given to the ready policy {name}: it takes {', '.join(needs) or 'nothing'}")
        value = given.get(key)
        if value is None:
            raise InputError(f"the ready policy {name} needs {key}: give {FORMS[key][1]}")
        values[key] = str(value).strip("/") if key == "prefix" else str(value)
        if not FORMS[key][0].fullmatch(values[key]):
            raise InputError(f"{key} of the ready policy {name} is {value!r}: give {FORMS[key][1]}")
    text = json.dumps(load()[name]["policy"])
    for key, value in values.items():
        text = text.replace(f"<{key}>", value)
    return json.loads(text)
