# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server compares resources with."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import resources


@pytest.mark.parametrize(
    ("pattern", "bucket", "objects", "account"),
    [
        ("app", True, False, False),
        ("app/*", True, True, False),
        ("app/", True, False, False),
        ("app/a/*", False, True, False),
        ("app/a", False, True, False),
        ("app*", True, True, False),
        ("*-logs", False, True, False),
        ("*-logs*", True, True, False),
        ("*-logs/*", True, True, False),
        # its last character stands for the slash
        ("app?", True, False, False),
        ("app-??", True, False, False),
        ("*", True, True, True),
    ],
)
def test_may_be(pattern, bucket, objects, account):
    resource = resources.S3 + pattern
    found = [resources.may_be(resource, target) for target in ("bucket", "object", "account")]
    assert found == [bucket, objects, account]
    assert resources.may_be(resource, "any") == (bucket or objects)


@pytest.mark.parametrize(
    ("pattern", "text", "result"),
    [
        ("app", "app/", True),
        ("app", "app/a", False),
        ("app/*", "app/", True),
        ("app/*", "app/a/b", True),
        ("*-logs", "a-logs/", False),
        ("app?", "app/", True),
        ("*", "/", True),
        ("app/[a]*", "app/[a]b", True),
        ("app/[a]*", "app/ab", False),
    ],
)
def test_compared(pattern, text, result):
    assert resources.compared(pattern, text) is result
