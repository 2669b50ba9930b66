# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The secured lab, and which violations are seeded in it."""

from __future__ import annotations

import os

import pytest
from violations import ALL, Violation
from violations.lab import Lab


def _chosen() -> list[Violation]:
    """Return all violations, or one for each check of those that need no restart of MinIO, and one for each kind of restart."""
    if os.environ.get("HARDENING_MINIO_VIOLATIONS") == "all":
        return ALL
    chosen: list[Violation] = []
    found: set[str] = set()
    for one in ALL:
        if one.restart is None and not set(one.found) <= found:
            found.update(one.found)
            chosen.append(one)
    first = {one.restart: one for one in reversed(ALL) if one.restart}
    return chosen + list(first.values())


def pytest_generate_tests(metafunc):
    """Make a test of each violation."""
    if "violation" in metafunc.fixturenames:
        chosen = _chosen()
        metafunc.parametrize("violation", chosen, ids=[one.name for one in chosen])


@pytest.fixture(scope="session")
def lab() -> Lab:
    """Return the secured lab."""
    return Lab(os.environ["MOLECULE_SCENARIO_NAME"])
