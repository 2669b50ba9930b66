# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-core loads every filter of a collection to find one, in every worker: none may bring more than itself."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys

from ansible_collections.hardening.minio.plugins import filter as filters

from tests import collection

PREFIX = "ansible_collections.hardening.minio.plugins."
LOAD = """
import importlib, sys
import ansible.errors, ansible.plugins.loader, ansible.utils.display
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
print("\\n".join(sorted(set(sys.modules) - before)))
"""


def test_no_filter_brings_a_library_or_the_logic_of_another() -> None:
    names = [f"{PREFIX}filter.{module.name}" for module in pkgutil.iter_modules(filters.__path__)]
    finished = subprocess.run(
        [sys.executable, "-c", LOAD, *names],
        env={**os.environ, "PYTHONPATH": str(collection.path())}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = set(finished.stdout.split())
    packages = {"ansible_collections", *(PREFIX[:-1].rsplit(".", count)[0] for count in range(3)), f"{PREFIX}filter"}
    light = {f"{PREFIX}plugin_utils", f"{PREFIX}plugin_utils._libraries"}
    assert set(names) <= loaded
    assert loaded <= {*names, *packages, *light}
