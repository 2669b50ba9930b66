# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files are replaced as a whole."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._report import files


@pytest.mark.parametrize(("path", "kind"), [("a.json", "json"), ("b/c.html", "html"), ("a.txt", None), ("json", None)])
def test_the_ending_names_the_format(path, kind):
    assert files.format_of(path) == kind


def test_the_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    files.write(str(tmp_path / "link.json"), "new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"
    assert (tmp_path / "real.json").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "real.json"]


def test_what_cannot_be_written_leaves_the_old_one(tmp_path):
    (tmp_path / "a.json").write_text("old")
    with pytest.raises(UnicodeEncodeError):
        files.write(str(tmp_path / "a.json"), "half \ud800")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_text() == "old"
