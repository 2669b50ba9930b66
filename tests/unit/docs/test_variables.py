# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of variables is made of the first sentences of their descriptions: each says what is set, in short."""

from __future__ import annotations

import pytest
import yaml

from tests import generate_variables
from tests.pages import TREE

OPTIONS = {
    path: option
    for source in sorted(TREE.glob("roles/*/meta/argument_specs.yml"))
    for spec in yaml.safe_load(source.read_text())["argument_specs"].values()
    for path, option in generate_variables.options(spec["options"])
}
# words that begin a sentence on something else: a condition, a value, or what happens
ASIDE = ("With", "Without", "If", "For", "Takes", "Leave", "After", "`")


@pytest.mark.parametrize("path", OPTIONS)
def test_the_first_sentence_says_what_is_set(path):
    sentence = generate_variables.first_sentence(OPTIONS[path]["description"])
    assert len(sentence.split()) > 1 and len(sentence) <= 160
    assert not sentence.startswith(ASIDE)
    assert "(" not in sentence or ")" in sentence


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Name. More.", "Name."),
        (["Port V(9000), as in C(MINIO_VOLUMES). More", "And more."], "Port `9000`, as in `MINIO_VOLUMES`."),
        (
            "Needs O(hardening.minio.minio#role:main:minio_api_url) and O(minio_user=root).",
            "Needs `minio_api_url` and `minio_user=root`.",
        ),
        ("Where it comes from: V(a) is one.", "Where it comes from: `a` is one."),
        ("Files such as a.b/c. They are B(kept).", "Files such as a.b/c."),
        ("The role P(hardening.minio.minio#role) does.", "The role `hardening.minio.minio` does."),
    ],
)
def test_first_sentences(description, expected):
    assert generate_variables.first_sentence(description) == expected


def test_nothing_is_left_out():
    page = (TREE / "docs" / "variables.md").read_text()
    assert [path for path in OPTIONS if f"| `{path}` |" not in page] == []
