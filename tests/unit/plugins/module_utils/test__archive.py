# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of an archive are compiled once, and lie where Python's own importer says that they lie."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import zipfile

import pytest

from tests import collection

LOAD = """
import json, sys
archive, once = sys.argv[1], sys.argv[2] == "once"
sys.path.insert(0, archive)
import parcel
from ansible_collections.hardening.minio.plugins.module_utils import _archive
if once:
    _archive.compile_once()
compiled = []
sys.addaudithook(lambda event, found: event == "compile" and compiled.append(str(found[1])))
import parcel.inner, parcel.inner.leaf
files = [module.__file__ for module in (parcel, parcel.inner, parcel.inner.leaf)]
print(json.dumps({"files": files, "compiled": [one for one in compiled if "inner" in one], "value": parcel.inner.leaf.VALUE}))
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("archive") / "parcel.zip"
    with zipfile.ZipFile(path, "w") as written:
        for name in ("parcel/__init__.py", "parcel/inner/__init__.py"):
            written.writestr(name, "")
        written.writestr("parcel/inner/leaf.py", "VALUE = 7\n")
    return path


def load(archive: pathlib.Path, how: str) -> dict:
    finished = subprocess.run(
        [sys.executable, "-c", LOAD, str(archive), how],
        env={"PYTHONPATH": str(collection.path())}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(finished.stdout)


def test_each_once(archive: pathlib.Path) -> None:
    files = [f"{archive}/parcel/{name}" for name in ("__init__.py", "inner/__init__.py", "inner/leaf.py")]
    found = load(archive, "once")
    assert found == {"files": files, "compiled": files[1:], "value": 7}
    assert found["files"] == load(archive, "as it is")["files"]


def test_what_is_not_there(archive: pathlib.Path) -> None:
    script = LOAD.replace("import parcel.inner, parcel.inner.leaf", "import parcel.other")
    finished = subprocess.run(
        [sys.executable, "-c", script, str(archive), "once"],
        env={"PYTHONPATH": str(collection.path())}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "ModuleNotFoundError: No module named 'parcel.other'" in finished.stderr
