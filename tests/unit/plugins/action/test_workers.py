# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whoever imports the action that every role begins with has the filters and tests of ansible-core loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests import collection

LOAD = """
import sys
import ansible_collections.hardening.minio.plugins.action.role_settings
print(*sys.modules, sep="\\n")
"""


@pytest.mark.parametrize("kind", ["filter", "test"])
def test_workers_inherit_them(kind: str) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", LOAD],
        env={**os.environ, "PYTHONPATH": str(collection.path())}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = [name for name in finished.stdout.split() if name.startswith(f"ansible.plugins.{kind}.")]
    assert any("core" in name for name in loaded)
    assert any("mathstuff" in name for name in loaded)
