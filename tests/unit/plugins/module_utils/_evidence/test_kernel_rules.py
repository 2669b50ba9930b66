# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that cannot be read are told, and where nft is not in place, nothing filters by nftables."""

from __future__ import annotations

import os
import pathlib

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import firewall
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context, collect


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Return the only folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def gathered() -> dict:
    context = Context(params={}, minio_pid=os.getpid(), results={"minio": {"command": {"api_port": 9000}}})
    return collect(context, {"firewall": firewall.collect})["firewall"]


def test_without_nft(folder: pathlib.Path) -> None:
    found = gathered()
    if os.path.exists("/proc/net/ip_tables_names"):
        assert found["error"].startswith("the rules in the kernel cannot be read: ")
    else:
        assert (found["active"], found["ports"]["api"]) == (False, ["0.0.0.0/0", "::/0"])


def test_nft_that_may_not_read(folder: pathlib.Path) -> None:
    program = folder / "nft"
    program.write_text("#!/bin/sh\necho 'Operation not permitted (you must be root)' >&2\nexit 1\n")
    program.chmod(0o755)
    assert gathered() == {"error": "the rules in the kernel cannot be read: Operation not permitted (you must be root)"}
