# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""ufw as it is installed filters nothing, although its unit is active and starts at boot."""

from __future__ import annotations

import pathlib
import subprocess

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _packet_filter, _systemd, _ufw
from ansible_collections.hardening.minio.plugins.module_utils._evidence import firewall

INSTALLED = "# /etc/ufw/ufw.conf\n#\n\n# Set to yes to start on boot. Eg: ENABLED=yes\nENABLED=no\n\nLOGLEVEL=low\n"


@pytest.fixture
def config(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    path = tmp_path / "ufw.conf"
    path.write_text(INSTALLED)
    monkeypatch.setattr(_ufw, "CONFIG", str(path))
    return path


@pytest.mark.parametrize(
    ("text", "enabled"),
    [
        (INSTALLED, False),
        (INSTALLED.replace("\nENABLED=no", "\nENABLED=yes"), True),
        ('ENABLED="YES"', True),
        ("ENABLED=yes # since March\n", True),
        ("ENABLED=yes\nENABLED=no\n", False),
        ("LOGLEVEL=low\n", False),
        ("", False),
    ],
)
def test_what_the_file_says(config, text, enabled):
    config.write_text(text)
    assert _ufw.is_enabled() == enabled


def test_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(_ufw, "CONFIG", str(tmp_path / "none"))
    assert not _ufw.is_enabled()


@pytest.mark.parametrize(
    ("setting", "states", "rivals"),
    [
        ("no", "inactive\nactive\n", []),
        ("yes", "inactive\nactive\n", ["ufw"]),
        ("yes", "active\ninactive\n", ["firewalld"]),
        ("no", "active\nactive\n", ["firewalld"]),
    ],
)
def test_a_manager_is_one_that_filters(config, monkeypatch, setting, states, rivals):
    config.write_text(f"ENABLED={setting}\n")
    answer = subprocess.CompletedProcess([], 3, states, "")
    monkeypatch.setattr(_packet_filter, "_run", lambda *_command, **_options: answer)
    assert _packet_filter.rivals() == rivals


@pytest.mark.parametrize(("setting", "persistent"), [("no", False), ("yes", True)])
def test_rules_of_ufw_start_at_boot_where_it_is_enabled(config, monkeypatch, setting, persistent):
    config.write_text(f"ENABLED={setting}\n")
    monkeypatch.setattr(firewall.os.path, "isdir", lambda _path: True)
    monkeypatch.setattr(_systemd, "any_enabled", lambda units: "ufw.service" in units)
    assert firewall._persistent() is persistent
