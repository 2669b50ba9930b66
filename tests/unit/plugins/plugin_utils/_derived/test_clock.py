# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How far the clock of a host is off, as far as that is sure."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import clock


def offset(told, asked=1000.0, answered=None):
    return clock.derive({"host": {"clock": {"controller_time": asked, "time": told}}, "answered": answered}, {})[
        "offset"
    ]


@pytest.mark.parametrize(
    ("told", "answered", "expected"),
    [
        (1000.2, 1001.0, 0.0),
        # a slow host, not a wrong clock
        (1015.9, 1016.0, 0.0),
        (993.0, 1001.0, 7.0),
        (1061.0, 1001.0, 60.0),
        (1061.0, None, 61.0),
    ],
)
def test_only_what_cannot_be_delay_counts(told, answered, expected):
    assert offset(told, answered=answered) == expected


def test_without_both_clocks_nothing_is_known():
    assert offset(None) is None
    assert offset(1000.0, asked=None) is None
