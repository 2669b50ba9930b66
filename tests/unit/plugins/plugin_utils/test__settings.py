# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings against argument specs: every refusal in one sentence, and what is no mistake passes."""

from __future__ import annotations

import pathlib

import pytest
import yaml
from ansible_collections.hardening.minio.plugins.plugin_utils import _settings

ROLES = pathlib.Path(__file__).resolve().parents[4] / "roles"
SECRET = "planted-secret"
ENTRY = {"name": {"type": "str", "required": True}, "key": {"type": "str"}, "days": {"type": "int"}}
LIST = {"type": "list", "elements": "dict", "options": ENTRY}
CHOICE = {"type": "str", "choices": ["ownca", "provided"]}


class Encrypted:
    """As ansible-core before 2.19 keeps a value that is encrypted in the inventory."""

    __ENCRYPTED__ = True


@pytest.mark.parametrize(
    ("value", "option"),
    [
        ("text", {"type": "str"}),
        ("", {}),
        (Encrypted(), {"type": "str"}),
        (3, {"type": "int"}),
        ("-3", {"type": "int"}),
        (False, {"type": "bool"}),
        ([], {"type": "list"}),
        (["a"], {"type": "list", "elements": "str"}),
        ({"any": {"thing": 1}}, {"type": "dict"}),
        ([{"name": "x", "key": None, "days": "3"}], LIST),
        ("ownca", CHOICE),
        (["high"], {"type": "list", "elements": "str", "choices": ["high"]}),
    ],
)
def test_right_values(value, option):
    assert list(_settings.problems(value, option, "x")) == []


@pytest.mark.parametrize(
    ("value", "option", "sentence"),
    [
        (4711, {"type": "str"}, "x is a number: it has to be text, so put it in quotes"),
        (True, {"type": "path"}, "x is a boolean: it has to be text, so put it in quotes"),
        ({"a": SECRET}, {"type": "str"}, "x is a dictionary: it has to be text, so put it in quotes"),
        (SECRET, {"type": "int"}, "x is text: it has to be a whole number"),
        (True, {"type": "int"}, "x is a boolean: it has to be a whole number"),
        (1.5, {"type": "int"}, "x is a number: it has to be a whole number"),
        (
            "no",
            {"type": "bool"},
            "x is text: it has to be true or false, on the command line as -e '{\"x\": false}'",
        ),
        ("10.0.0.0/8", {"type": "list"}, "x is text: it has to be a list, such as [] for none"),
        (None, {"type": "list"}, "x is nothing: it has to be a list, such as [] for none"),
        ([["a"]], {"type": "dict"}, "x is a list: it has to be a dictionary"),
        ([SECRET], LIST, "x[0] is text: it has to be a dictionary"),
        (["a", 10], {"type": "list", "elements": "str"}, "x[1] is a number: it has to be text, so put it in quotes"),
        ([{"name": "a"}, {"key": SECRET}], LIST, "x[1].name is not set: it is needed"),
        (
            [{"name": "a", "kye": SECRET}],
            LIST,
            "x[0] has the key 'kye', perhaps misspelt 'key': known are days, key, name",
        ),
        ([{"name": "a", "colour": SECRET}], LIST, "x[0] has the key 'colour': known are days, key, name"),
        ("acme", CHOICE, "x is 'acme': it has to be one of ownca, provided"),
        (["low"], {"type": "list", "elements": "str", "choices": ["high"]}, "x[0] is 'low': it has to be one of high"),
    ],
)
def test_refusals(value, option, sentence):
    assert list(_settings.problems(value, option, "x")) == [sentence]


def test_every_mistake_is_told():
    wrong = [{"name": 1, "days": "soon"}, {"key": [SECRET]}]
    assert list(_settings.problems(wrong, LIST, "x")) == [
        "x[0].name is a number: it has to be text, so put it in quotes",
        "x[0].days is text: it has to be a whole number",
        "x[1].key is a list: it has to be text, so put it in quotes",
        "x[1].name is not set: it is needed",
    ]


def test_names_that_are_nearly_right():
    names = ["minio_tls_certficates", "minio_tls_certificates", "minio_tls_mine", "minio_certs_dirs", "other"]
    options = {"minio_tls_certificates": {}}
    assert list(_settings.misspelt(names, options, "minio_tls_", [])) == [
        "minio_tls_certficates is set and means nothing, perhaps misspelt 'minio_tls_certificates'"
    ]
    assert list(_settings.misspelt(["minio_tls_sourc"], {"minio_tls_source": {}}, "minio_", ["minio_tls_"])) == []


@pytest.mark.parametrize("role", sorted(path.name for path in ROLES.iterdir()))
def test_defaults_of_every_role_are_right(role):
    options = yaml.safe_load((ROLES / role / "meta" / "argument_specs.yml").read_text())["argument_specs"]["main"][
        "options"
    ]
    wrong = [
        problem
        for name, option in options.items()
        if "default" in option
        for problem in _settings.problems(option["default"], option, name)
    ]
    assert wrong == []
    assert list(_settings.misspelt(options, options, f"{role}_", [])) == []
