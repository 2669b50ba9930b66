# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""kes_log_info on what a journal holds, which the machine of the tests may not have."""

from __future__ import annotations

import os
import pathlib
import stat
import typing as t

import pytest

from tests.integration.module import run

ERROR = "kes[12]: time=2026-01-01T00:00:00Z level=ERROR msg=\"fortanix: failed to create key 'minio-default': Forbidden\" req.method=PUT"
LINES = [
    "1764110000.000001 kes1 kes[12]: Error: Invalid credentials",
    "1764110001.000001 kes1 systemd[1]: kes.service: Main process exited, code=exited, status=1/FAILURE",
    f"1764110002.000001 kes1 {ERROR}",
    "1764110003.000001 kes1 kes[12]: time=2026-01-01T00:00:00Z level=INFO msg=\"http: TLS handshake error: i/o timeout\"",
    "-- Boot 0123456789abcdef --",
]  # fmt: skip


def ask(folder: pathlib.Path, lines: list[str], **options: t.Any) -> dict[str, t.Any]:
    """Run the module where journalctl is a program that prints these lines and keeps what it was asked."""
    (folder / "lines").write_text("".join(f"{line}\n" for line in lines))
    program = folder / "journalctl"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/asked\ncat {folder}/lines\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return run(
        "kes_log_info", {"backend": "fortanix", **options}, environment={"PATH": f"{folder}:{os.environ['PATH']}"}
    )


def test_the_newest_error_is_explained(tmp_path):
    result = ask(tmp_path, LINES, name="kes-a")
    assert not result["changed"]
    assert result["reason"].startswith("Fortanix does not allow KES what it needs")
    assert result["error"] == "fortanix: failed to create key 'minio-default': Forbidden"
    assert "--unit=kes-a" in (tmp_path / "asked").read_text()


def test_a_start_that_failed_is_explained(tmp_path):
    result = ask(tmp_path, LINES[:2])
    assert "minio_kes_fortanix.credentials.key" in result["reason"] and result["error"] == "Error: Invalid credentials"


@pytest.mark.parametrize("lines", [[], LINES[3:]])
def test_no_error_is_no_reason(tmp_path, lines):
    result = ask(tmp_path, lines)
    assert result["reason"] is None and result["error"] is None
