# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of all scenarios share: the scenario's lab."""

from __future__ import annotations

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from tests.lab.lab import Lab


@pytest.fixture(scope="session")
def lab():
    """Return the lab of the scenario."""
    return Lab(os.environ["MOLECULE_SCENARIO_NAME"])
