# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private CA is left alone only where nothing of it is missing or open to others."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.filter.private_ca_in_place import private_ca_in_place


@pytest.fixture
def directory(tmp_path):
    for name, mode in (("ca.key", 0o600), ("ca.crt", 0o644)):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)
    tmp_path.chmod(0o700)
    return tmp_path


def test_a_ca_that_is_there_is_in_place(directory):
    assert private_ca_in_place(str(directory))


@pytest.mark.parametrize("name", ["ca.key", "ca.crt"])
def test_a_missing_file_has_to_be_made(directory, name):
    (directory / name).unlink()
    assert not private_ca_in_place(str(directory))


@pytest.mark.parametrize(("name", "mode"), [(".", 0o755), ("ca.key", 0o640), ("ca.crt", 0o664)])
def test_a_mode_that_is_not_its_own_has_to_be_repaired(directory, name, mode):
    (directory / name).chmod(mode)
    assert not private_ca_in_place(str(directory))


def test_nothing_is_there_yet(tmp_path):
    assert not private_ca_in_place(str(tmp_path / "minio-ca"))
