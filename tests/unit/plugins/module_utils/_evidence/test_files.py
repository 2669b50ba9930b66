# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who can read or replace a file."""

from __future__ import annotations

import os
import time

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import files

ME = os.getuid()


@pytest.mark.parametrize(
    ("mode", "private"), [(0o600, True), (0o400, True), (0o640, False), (0o604, False), (0o644, False), (0o606, False)]
)
def test_readable_by_the_owner_only(tmp_path, mode, private):
    path = tmp_path / "file"
    path.touch()
    os.chown(path, -1, os.getgid())
    path.chmod(mode)
    # the group is root's where the tests run as root, so that it is named as one that may not read
    groups = [] if os.getgid() else None
    expected = private or (mode == 0o640 and groups is None)
    assert files.only_readable_by(str(path), [], [ME]) is expected


def test_a_named_group_may_read(tmp_path):
    path = tmp_path / "file"
    path.touch(mode=0o640)
    assert files.only_readable_by(str(path), [os.stat(path).st_gid], [ME])
    assert not files.only_readable_by(str(path), [os.stat(path).st_gid], [ME + 1])


def test_a_missing_file_is_not_private(tmp_path):
    assert not files.only_readable_by(str(tmp_path / "missing"), [], [ME])
    assert not files.only_writable_by_root(str(tmp_path / "missing"))


def test_what_root_alone_writes():
    assert files.only_writable_by_root("/etc/passwd")
    assert files.only_writable_by_root("/tmp") is (os.stat("/tmp").st_uid == 0)


def test_a_directory_that_others_write(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "file"
    path.touch(mode=0o600)
    link = tmp_path / "link"
    link.symlink_to("/etc/passwd")
    tmp_path.chmod(0o777)
    assert not files.only_writable_by_root(str(path))
    assert not files.only_writable_by_root(str(link))


def test_facts_of_a_file(tmp_path):
    path = tmp_path / "file"
    path.touch()
    path.chmod(0o640)
    assert files.describe(str(path))["mode"] == "0640"
    missing = str(tmp_path / "missing")
    assert files.describe(missing) == {"path": missing, "owner": None, "group": None, "mode": None}


def test_changed_since(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    before = os.stat(path).st_ctime
    assert files.changed_since(str(path), before - 1)
    assert not files.changed_since(str(path), time.time() + 1)
    # another file moved into its place keeps the time of its last writing
    other = tmp_path / "other"
    other.write_text("new")
    os.utime(other, (0, 0))
    other.replace(path)
    assert os.stat(path).st_mtime == 0
    assert files.changed_since(str(path), before - 1)
    # one that is not there may have been removed after the moment: its directory tells
    assert files.changed_since(str(tmp_path / "gone"), before - 1)
    assert not files.changed_since(str(tmp_path / "gone"), time.time() + 1)
