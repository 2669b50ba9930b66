# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""MinIO's command line is read as the server reads it."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _command_line


@pytest.mark.parametrize(
    ("line", "volumes"),
    [
        ("minio server /d1 --address :9001 /d2", ["/d1", "/d2"]),
        ("minio --certs-dir /certs server --quiet /d1", ["/d1"]),
        ("minio server -- /d1 --odd", ["/d1", "--odd"]),
        ("minio server /d1 server", ["/d1", "server"]),
        ("numactl --interleave=all minio server /d1", ["/d1"]),
        ("minio", []),
        ("", []),
    ],
)
def test_volumes(line, volumes):
    assert _command_line.volumes(line.split()) == volumes


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("minio server --certs-dir /one /d1", "/one"),
        ("minio server --certs-dir=/one -S /two /d1", "/two"),
        ("minio server /d1", None),
        ("", None),
    ],
)
def test_the_last_value_of_an_option_counts(line, value):
    assert _command_line.option(line.split(), "certs-dir") == value


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("minio server -S /certs /d1", "/certs"),
        ("minio server -C /config /d1", "/config/certs"),
        ("minio server -C /config --certs-dir /certs /d1", "/certs"),
        ("minio server /d1", "{}/.minio/certs"),
    ],
)
def test_certs_dir(tmp_path, line, folder):
    assert _command_line.certs_dir(line.split(), str(tmp_path)) == folder.format(tmp_path)


def test_silo_has_a_folder_of_its_own(tmp_path):
    (tmp_path / ".silo").mkdir()
    assert _command_line.certs_dir(["silo", "server", "/d1"], str(tmp_path)) == f"{tmp_path}/.silo/certs"
