# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The loop over collectors."""

from __future__ import annotations

import json

from ansible_collections.hardening.minio.plugins.module_utils._errors import ServerError
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context, collect

PLANTED = "planted-secret-5e7c"


def refuse(context):
    raise ServerError("the server does not answer")


def stumble(context):
    raise ValueError(PLANTED)


def test_a_failing_collector_does_not_hide_the_others():
    context = Context(params={})
    collectors = {
        "none": lambda context: None,
        "refused": refuse,
        "broken": stumble,
        "last": lambda context: {"fact": 1},
    }
    evidence = collect(context, collectors)
    assert evidence["none"] is None
    assert evidence["refused"] == {"error": "the server does not answer"}
    assert evidence["broken"]["error"].startswith("collector broken failed at test_collect.py:")
    assert evidence["last"] == {"fact": 1}
    # an exception's text may quote what it stumbled over
    assert PLANTED not in json.dumps(evidence)


def test_later_collectors_see_earlier_results():
    context = Context(params={})
    evidence = collect(
        context, {"one": lambda c: {"fact": 1}, "two": lambda c: {"twice": c.results["one"]["fact"] * 2}}
    )
    assert evidence["two"] == {"twice": 2}
