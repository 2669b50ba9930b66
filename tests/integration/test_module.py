# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way the other tests run modules and servers works."""

from __future__ import annotations

import ssl
import urllib.request

from tests.integration.module import run
from tests.integration.servers.minio import MinioServer


def test_result_of_a_module(tmp_path):
    target = tmp_path / "file"
    params = {"files": [{"path": str(target), "secret_content": "planted-secret"}]}
    result = run("minio_files", params, check=True, diff=True)
    assert result["changed"] and not target.exists()
    assert "planted-secret" not in result["_raw"]


def test_failure_of_a_module():
    result = run("minio_files", {"files": [{}]})
    assert result["failed"] and "path" in result["msg"]


def test_server_serves_tls_by_the_authority(minio: MinioServer):
    context = ssl.create_default_context(cafile=str(minio.ca_path))
    with urllib.request.urlopen(f"{minio.url}/minio/health/live", context=context) as answer:
        assert answer.status == 200
    assert len(minio.drives) == 4
