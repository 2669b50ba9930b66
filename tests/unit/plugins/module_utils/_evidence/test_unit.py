# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which unit a process belongs to."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import unit
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

from tests import returned


@pytest.mark.parametrize(
    ("cgroup", "name"),
    [
        ("0::/system.slice/minio.service\n", "minio.service"),
        ("0::/system.slice/system-minio.slice/minio@blue.service\n", "minio@blue.service"),
        ("12:pids:/system.slice/silo.service\n1:name=systemd:/system.slice/silo.service\n", "silo.service"),
        ("0::/system.slice/minio.service/worker\n", "minio.service"),
        ("0::/user.slice/user-0.slice/session-1.scope\n", None),
        ("0::/\n", None),
        (None, None),
    ],
)
def test_name(monkeypatch, cgroup, name):
    context = Context(params={})
    monkeypatch.setattr(context, "read", lambda pid, file: cgroup)
    assert unit.name_of(context, 1) == name


def test_a_process_outside_of_every_unit_has_none(monkeypatch):
    context = Context(params={})
    monkeypatch.setattr(context, "read", lambda pid, file: "0::/\n")
    assert unit.properties(context, 1) is None
    assert unit.describe(context, 1) is None


def test_everything_of_a_service_is_documented(monkeypatch):
    context = Context(params={})
    shown = {
        "Id": "minio.service",
        "FragmentPath": "/etc/systemd/system/minio.service",
        "DropInPaths": "/etc/systemd/system/minio.service.d/hardening.conf",
        "UnitFileState": "enabled",
        "ActiveState": "active",
        "NeedDaemonReload": "no",
        "Type": "notify",
    }
    monkeypatch.setattr(unit, "properties", lambda _context, _pid: shown)
    documentation = returned.documentation("minio_node_info")
    found = documentation.problems("unit", documentation.value("evidence.minio.unit"), unit.describe(context, 1))
    assert list(found) == []
