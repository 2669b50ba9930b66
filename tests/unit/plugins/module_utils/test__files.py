# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The permissions of a file change, and its text does not."""

from __future__ import annotations

import grp
import os
import pwd
import stat
import types

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _files
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError


def module(path, check_mode=False):
    """Return what the functions need of a module that restricts a file to this account."""
    owner, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    entry = {"path": str(path), "owner": owner, "group": group, "mode": "0600"}
    params = {"directories": [], "files": [], "absent": [], "permissions": [entry]}
    return types.SimpleNamespace(params=params, check_mode=check_mode)


def test_permissions(tmp_path):
    path = tmp_path / "minio"
    path.write_text("MINIO_SECRET_KEY=x")
    path.chmod(0o644)
    changed, diffs = _files.apply(module(path, check_mode=True))
    assert changed == [str(path)]
    assert "mode 0644" in diffs[0]["before"]
    assert "mode 0600" in diffs[0]["after"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert _files.apply(module(path))[0] == [str(path)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == "MINIO_SECRET_KEY=x"
    assert _files.apply(module(path)) == ([], [])


def test_permissions_of_nothing(tmp_path):
    with pytest.raises(InputError, match="none is not there"):
        _files.apply(module(tmp_path / "none"))


def test_directories_are_for_all_to_enter_whatever_the_umask_is(tmp_path):
    before = os.umask(0o077)
    try:
        (tmp_path / "kept").mkdir()
        _files.make_directories(str(tmp_path / "kept" / "one" / "two"))
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / path).stat().st_mode) for path in ("kept", "kept/one", "kept/one/two")]
    assert modes == [0o700, 0o755, 0o755]
