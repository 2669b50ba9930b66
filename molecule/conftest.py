# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of all scenarios share: the scenario's lab, and patience."""

from __future__ import annotations

import os
import pathlib
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from tests.lab.lab import Lab

PATIENCE = 600
"""Seconds that a server may take to come back on a machine with much to do."""


@pytest.fixture(scope="session")
def lab():
    """Return the lab of the scenario."""
    return Lab(os.environ["MOLECULE_SCENARIO_NAME"])


@pytest.fixture(scope="session")
def wait():
    """Return a function that returns once a call does not fail any more."""

    def until(call):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return call()
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(1)

    return until
