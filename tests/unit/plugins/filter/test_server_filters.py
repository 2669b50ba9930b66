# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters of the server's role pass on results and turn errors into errors of a filter."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.hardening.minio.plugins.filter.advisories import advisories
from ansible_collections.hardening.minio.plugins.filter.declared_release import declared_release
from ansible_collections.hardening.minio.plugins.filter.downgrade import downgrade
from ansible_collections.hardening.minio.plugins.filter.release_source import release_source
from ansible_collections.hardening.minio.plugins.filter.server_options import server_options

OLD = {"flavour": "silo", "version": "RELEASE.2026-08-04T00-00-00Z"}
NEW = {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z"}


def test_advisories():
    assert "SN-2026-011" in advisories(OLD)["refused"]
    assert advisories(NEW, {"console": True}, {})["unfixed"] == ["CVE-2026-113466"]
    with pytest.raises(AnsibleFilterError, match="minio_server_accept_advisories names 'CVE-1'"):
        advisories(NEW, {}, {"CVE-1": "why not"})


def test_downgrade():
    assert "an older release" in downgrade(NEW, OLD)
    assert downgrade(OLD, NEW) == ""


def test_declared_release():
    assert declared_release("installed") == {}
    assert declared_release("file", {"sha256": "ab" * 32}) == {"sha256": ["ab" * 32]}


def test_release_source():
    assert release_source("silo", "x86_64")["version"] == NEW["version"]
    with pytest.raises(AnsibleFilterError, match="minio_kes_url is not set"):
        release_source("url", "x86_64", {"sha256": "ab" * 32}, "minio_kes")


def test_server_options():
    joined = server_options(["--ftp", "address=:8021"], ["--ftp", "force-tls=true", 8022])
    assert joined["options"] == ["--ftp", "address=:8021", "--ftp force-tls=true", "8022"]
    assert (joined["volumes"], joined["their_volumes"]) == (["8022"], [])
