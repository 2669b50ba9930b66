# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs are asked what they are, as an account without rights."""

from __future__ import annotations

import os
import pwd

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _identity

SILO = (
    "#!/bin/sh\necho 'silo version RELEASE.2026-09-16T00-00-00Z (commit-id=abcdef0123)'\necho 'Modifications: PGSTY'\n"
)
KES = "#!/bin/sh\necho 'Version    2025-03-12T09-35-18Z   commit=abcdef0123'\n"
UNKNOWN = {"flavour": None, "version": None, "commit": None}


def program(path, text):
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def test_silo(tmp_path):
    found = _identity.identify(program(tmp_path / "silo", SILO))
    assert found == {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z", "commit": "abcdef0123"}


def test_kes(tmp_path):
    found = _identity.identify(program(tmp_path / "kes", KES))
    assert found == {"flavour": "upstream", "version": "2025-03-12T09-35-18Z", "commit": "abcdef0123"}


@pytest.mark.parametrize("text", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\necho 'version 1'\n", "no program"])
def test_others_are_unknown(tmp_path, text):
    assert _identity.identify(program(tmp_path / "minio", text)) == UNKNOWN


def test_missing_program(tmp_path):
    assert _identity.identify(str(tmp_path / "none")) == UNKNOWN


def test_runs_without_rights_and_without_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("PLANTED_SECRET", "planted")
    text = SILO + f"id -u > {tmp_path}/uid\nenv > {tmp_path}/env\n"
    tmp_path.chmod(0o777)
    path = program(tmp_path / "silo", text)
    for parent in tmp_path.parents[:3]:
        parent.chmod(parent.stat().st_mode | 0o001)
    _identity.identify(path)
    assert int((tmp_path / "uid").read_text()) == (os.geteuid() or pwd.getpwnam("nobody").pw_uid)
    assert "PLANTED_SECRET" not in (tmp_path / "env").read_text()


@pytest.mark.parametrize(
    ("stated", "result"),
    [
        ({"flavour": "silo", "version": "v1"}, False),
        ({"flavour": "upstream", "version": "v1"}, True),
        ({"flavour": "silo", "version": "v2"}, True),
        ({"flavour": None, "version": None}, False),
        ({}, False),
    ],
)
def test_contradiction(stated, result):
    assert _identity.contradicts({"flavour": "silo", "version": "v1", "commit": None}, stated) is result


def test_a_program_that_tells_nothing_contradicts_nothing():
    assert not _identity.contradicts(UNKNOWN, {"flavour": "silo", "version": "v1"})
