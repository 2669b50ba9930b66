# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The description of a deployment that does not run yet."""

from __future__ import annotations

from ansible_collections.hardening.minio.plugins.module_utils import _adopted, _deployment, _packet_filter, _systemd

from tests import returned


def test_where_the_nodes_that_the_volumes_name_come_from():
    volumes = ["https://192.0.2.{1...2}:9000/d", "http://localhost:9000/d", "/data"]
    found = _adopted.hosts(volumes, ["http://[2001:db8::1]:9000/d"])
    assert found["named_addresses"] == ["192.0.2.1", "192.0.2.2", "2001:db8::1"]
    assert found["hosts"] == ["192.0.2.1", "192.0.2.2", "localhost"]


def test_everything_in_it_is_documented(tmp_path, monkeypatch):
    config = tmp_path / "config.env"
    config.write_text("MINIO_SERVER_URL=http://minio1:9000\n")
    config.chmod(0o644)
    unit = {"LoadState": "loaded", "Environment": f"MINIO_CONFIG_ENV_FILE={config} MINIO_REGION=here"}
    monkeypatch.setattr(_systemd, "show", lambda _name: dict(unit))
    monkeypatch.setattr(_packet_filter, "rivals", lambda: ["ufw"])
    params = {
        "unit": "minio",
        "user": "minio-user",
        "group": "minio-user",
        "binary": "/usr/local/bin/minio",
        "certs_dir": "/etc/minio/certs",
        "volumes": f"https://minio1:9000{tmp_path} https://minio2:9000/none",
        "api_port": 9000,
        "digest_key": "planted key",
        "root_digest": None,
    }
    deployment = _deployment._describe("minio", 0, params)
    deployment.update(_adopted.describe(deployment, params))
    assert returned.problems("minio_deployment_info", {"deployment": deployment}) == []
    assert [node["host"] for node in deployment["nodes"]] == ["minio1", "minio2"]
    assert deployment["hosts"] == ["minio1", "minio2"]
    assert [drive["exists"] for drive in deployment["drives"]] == [True, False]
    assert deployment["plain_urls"] == [
        {"name": "MINIO_SERVER_URL", "url": "http://minio1:9000", "tls": "https://minio1:9000"}
    ]
