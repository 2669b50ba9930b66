# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of keys: the rules of KES's validName, which the filter and the role's configuration share."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.filter.key_name_problems import key_name_problems


@pytest.mark.parametrize("name", ["a", "minio-default", "minio-my_key", "_a", "a_", "__", "0", 80 * "x"])
def test_kes_takes_it(name):
    assert key_name_problems([name], "minio_kes_keys") == []


@pytest.mark.parametrize("name", ["", "_", "-a", "a-", "a.b", "a/b", "a*", "a b", "ä", "a\n", 81 * "x", 7, None])
def test_kes_does_not_take_it(name):
    [problem] = key_name_problems(["minio-default", name], "minio_kes_keys")
    assert problem.startswith(f"minio_kes_keys holds {name!r}: a key name has 1 to 80 letters")
