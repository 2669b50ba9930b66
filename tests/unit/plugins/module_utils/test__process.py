# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paths are followed as a process follows them whose root is another directory."""

from __future__ import annotations

import os

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _process


@pytest.fixture
def root(tmp_path):
    """A root directory with links in it."""
    (tmp_path / "etc" / "minio").mkdir(parents=True)
    (tmp_path / "etc" / "minio" / "password").touch()
    links = {
        "absolute": "/etc/minio/password",
        "relative": "etc/minio/password",
        "directory": "/etc/minio/",
        "above": "../../../etc/minio",
        "outside": f"{tmp_path}/etc/minio/password",
        "circle": "/circle",
    }
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    return tmp_path


@pytest.mark.parametrize(
    "path",
    [
        "/etc/minio/password",
        "/etc//minio/./password",
        "/../etc/minio/../minio/password",
        "/absolute",
        "/relative",
        "/directory/password",
        "/directory/../minio/password",
        "/above/password",
    ],
)
def test_a_path_stays_below_the_root(root, path):
    assert os.path.samefile(_process.below(str(root), path), root / "etc" / "minio" / "password")
    assert os.path.normpath(_process.below(str(root), path)) == str(root / "etc" / "minio" / "password")


@pytest.mark.parametrize("path", ["/none/password", "/outside", "/circle"])
def test_what_is_not_there_is_not_found_elsewhere(root, path):
    assert not os.path.exists(_process.below(str(root), path))


def test_a_process_that_is_gone_has_the_paths_of_everybody():
    assert _process.seen(2**22 + 1, "/etc/passwd") == "/etc/passwd"
    assert _process.seen(os.getpid(), "no path") == "no path"
