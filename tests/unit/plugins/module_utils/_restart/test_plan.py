# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is newer than the process is told from the files."""

from __future__ import annotations

import os
import time

from ansible_collections.hardening.minio.plugins.module_utils._restart import plan


def test_a_directory_of_cas_that_the_server_made_itself_is_no_reason(tmp_path):
    started = time.time() - 10
    (tmp_path / "CAs").mkdir()
    assert plan.file_reasons(str(tmp_path), [], started) == []


def test_a_ca_put_after_the_start_is_a_reason(tmp_path):
    started = time.time() - 10
    (tmp_path / "CAs").mkdir()
    (tmp_path / "CAs" / "new.crt").touch()
    reasons = plan.file_reasons(str(tmp_path), [], started)
    assert reasons == [("rolling", f"{tmp_path}/CAs/new.crt is newer than the running server")]


def test_a_ca_taken_away_after_the_start_is_a_reason(tmp_path):
    (tmp_path / "CAs").mkdir()
    (tmp_path / "CAs" / "old.crt").touch()
    started = time.time() + 0.05
    time.sleep(0.1)
    os.remove(tmp_path / "CAs" / "old.crt")
    reasons = plan.file_reasons(str(tmp_path), [], started)
    assert reasons == [("rolling", f"{tmp_path}/CAs is newer than the running server")]
