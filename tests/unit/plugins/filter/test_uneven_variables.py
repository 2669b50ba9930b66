# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Variables in which nodes differ."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.filter.uneven_variables import uneven_variables


@pytest.mark.parametrize(
    ("nodes", "names"),
    [
        ([], []),
        ([{"A": "1"}], []),
        ([{"A": "1"}, {"A": "1"}, {"A": "1"}], []),
        ([{"A": "1"}, {"A": "2"}, {"A": "1"}], ["A"]),
        ([{"B": "1", "A": "1"}, {"A": "1"}, {"A": "2"}], ["A", "B"]),
    ],
)
def test_names_only(nodes, names):
    assert uneven_variables(nodes) == names
