# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""MinIO's command line and the variables that stand in for it."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import command
from ansible_collections.hardening.minio.plugins.module_utils._evidence.environment import Effective


def describe(line: str, values: "dict[str, str] | None" = None, **pending: set):
    return command.describe(line.split(), Effective(values or {}, **pending), "/home/minio-user")


def test_options_may_stand_anywhere():
    told = describe("minio --quiet server /d1 --address=:9001 /d2 -S /certs --console-address :9091 --json /d3")
    assert told["volumes"] == ["/d1", "/d2", "/d3"]
    assert told["api_port"] == 9001
    assert told["console"] == {"state": "fixed", "address": ":9091", "port": 9091}
    assert told["certs_dir"] == "/certs"
    assert told["distributed"] is False
    assert told["internode_tls"] is None
    assert told["unsafe_services"] == []


def test_a_volume_named_server_is_a_volume():
    assert describe("minio server /d1 server")["volumes"] == ["/d1", "server"]


@pytest.mark.parametrize("name", ["MINIO_ARGS", "MINIO_VOLUMES", "MINIO_ENDPOINTS"])
def test_variables_replace_the_arguments(name):
    assert describe("minio server /argument", {name: "/d1 /d2"})["volumes"] == ["/d1", "/d2"]


def test_variables_stand_in_for_options_only():
    values = {"MINIO_ADDRESS": ":9002", "MINIO_CONSOLE_ADDRESS": "[::1]:9092"}
    assert describe("minio server /d1", values)["api_port"] == 9002
    assert describe("minio server /d1", values)["console"]["port"] == 9092
    assert describe("minio server --address :9003 /d1", values)["api_port"] == 9003


def test_defaults():
    told = describe("minio server /d1")
    assert (told["api_port"], told["console"]["state"], told["console"]["port"]) == (9000, "random", None)
    assert told["certs_dir"] == "/home/minio-user/.minio/certs"


def test_console_off():
    assert describe("minio server /d1", {"MINIO_BROWSER": "off"})["console"]["state"] == "off"
    assert describe("minio server /d1", {"MINIO_BROWSER": "maybe"})["console"]["state"] is None


@pytest.mark.parametrize(
    ("volumes", "tls"),
    [("https://m{1...4}/d", True), ("http://m{1...4}/d", False), ("https://m{1...2}/d http://m{3...4}/d", False)],
)
def test_internode(volumes, tls):
    told = describe(f"minio server {volumes}")
    assert (told["distributed"], told["internode_tls"]) == (True, tls)


@pytest.mark.parametrize(
    ("options", "reasons"),
    [
        ("--ftp=address=:8021", ["FTP without force-tls"]),
        ("--ftp=address=:8021 --ftp=tls-private-key=k --ftp=tls-public-cert=c", ["FTP without force-tls"]),
        ("--ftp address=:8021 --ftp force-tls=true", []),
        ("--sftp=ssh-private-key=/k", ["SFTP without trusted-user-ca-key"]),
        ("--sftp=ssh-private-key=/k --sftp=trusted-user-ca-key=/ca", []),
    ],
)
def test_file_transfer(options, reasons):
    assert describe(f"minio server {options} /d1")["unsafe_services"] == reasons


def test_what_may_be_replaced_is_unknown_without_the_environment():
    told = command.describe(["minio", "server", "/d1"], None, "/home/minio-user")
    for name in ("volumes", "distributed", "internode_tls", "address", "api_port"):
        assert told[name] is None
    assert told["console"]["state"] is None


def test_a_changed_file_makes_it_unknown():
    assert describe("minio server /d1", pending={"MINIO_VOLUMES"})["volumes"] is None


def test_a_configuration_file_makes_it_unknown():
    told = describe("minio server --config /etc/minio.yml")
    assert told["config"] == "/etc/minio.yml"
    assert (told["volumes"], told["certs_dir"], told["unsafe_services"]) == (None, None, None)
