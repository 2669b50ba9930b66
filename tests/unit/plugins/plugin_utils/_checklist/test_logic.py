# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions over facts that are not all known: what they say for certain, and nothing else."""

from __future__ import annotations

import jmespath
import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import logic

DOCUMENT = {"yes": True, "no": False, "gone": None, "one": 1, "none": [], "parent": {"gone": None, "list": [{"a": 1}]}}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("yes && no", False),
        ("no && gone", False),
        ("gone && no", False),
        ("gone && yes", None),
        ("gone || yes", True),
        ("gone || no", None),
        ("no || none", False),
        ("!gone", None),
        ("!no", True),
        ("gone == `true`", None),
        ("gone != `true`", None),
        ("gone != one", None),
        ("one == `1`", True),
        ("parent.gone == `null`", True),
        ("parent.gone != `null`", False),
        ("parent.missing.gone == `null`", None),
        ("missing.gone != `null`", None),
        ("gone == `null`", True),
        ("contains([`1`, `2`], one)", True),
        ("contains([`1`, `2`], gone)", None),
        ("not_null(gone, one)", True),
        ("length(none) == `0`", True),
        ("length(gone) == `0`", None),
        ("length(parent.list[?a == `1`]) > `0`", True),
        ("(length(none) > `0` || `null`) && no", False),
        ("(length(none) > `0` || `null`) && yes", None),
    ],
)
def test_what_is_certain(expression, expected):
    assert logic.certain(jmespath.compile(expression).parsed, DOCUMENT) is expected
