# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A credential to be set is judged like one in use."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.filter.credential_strength import FilterModule


@pytest.mark.parametrize(
    ("user", "secret", "verdict"),
    [
        ("operator", "minioadmin", "default"),
        ("operator", "MinioAdmin", "default"),
        ("a-name-that-is-long-enough", "a-name-that-is-long-enough", "equal"),
        ("operator", "fifteen-letters", "weak"),
        ("operator", "a" * 40, "weak"),
        ("operator", "", "weak"),
        ("operator", "q8Zr-2mWx-0aTn-5Lcv", "strong"),
    ],
)
def test_verdicts(user, secret, verdict):
    assert FilterModule().filters()["credential_strength"](secret, user) == verdict
