# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file is checked by a command before it replaces what is there."""

from __future__ import annotations

import pathlib

import pytest

from tests.integration.module import run
from tests.lab import binaries


def write(path: pathlib.Path, content: str, validate: str) -> dict:
    return run("minio_files", {"files": [{"path": str(path), "content": content, "validate": validate}]})


def test_what_the_command_takes_is_in_place(tmp_path):
    path = tmp_path / "minio.env"
    assert write(path, "MINIO_OPTS=\n", "grep -q MINIO_OPTS %s")["changed"]
    assert path.read_text() == "MINIO_OPTS=\n"


@pytest.mark.parametrize(
    ("validate", "said"),
    [
        ("sh -c 'echo first; echo second; exit 3'", "first"),
        (f"{binaries.path('minio')} server --no-such-option --help", "Incorrect Usage: flag provided but not defined: -no-such-option"),
        (f"{binaries.path('minio')} server --idle-timeout=soon --help", 'Incorrect Usage: invalid value "soon" for flag -idle-timeout: parse error'),
    ],
)  # fmt: skip
def test_what_it_refuses_leaves_the_old_file(tmp_path, validate, said):
    path = tmp_path / "minio.env"
    path.write_text("MINIO_OPTS=\n")
    answer = write(path, "MINIO_OPTS=--no-such-option\n", validate)
    assert answer["failed"]
    assert answer["msg"] == f"{path}: refused by '{validate}': {said}"
    assert path.read_text() == "MINIO_OPTS=\n"
    assert list(tmp_path.iterdir()) == [path]
