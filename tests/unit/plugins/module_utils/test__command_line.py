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


FTP = "--ftp address=:8021 --ftp passive-port-range=30000-40000"


@pytest.mark.parametrize(
    ("theirs", "wanted", "options"),
    [
        (FTP, [], FTP),
        (FTP, ["--idle-timeout=60s"], f"{FTP} --idle-timeout=60s"),
        (FTP, ["--ftp passive-port-range=30000-40000"], FTP),
        (FTP, ["--ftp", "passive-port-range=30000-40000"], FTP),
        (FTP, ["--ftp", "tls-public-cert=/ftp.crt"], f"{FTP} --ftp tls-public-cert=/ftp.crt"),
        (FTP, ["--sftp address=:8021"], f"{FTP} --sftp address=:8021"),
        ("--idle-timeout=60s", ["--idle-timeout=60s"], "--idle-timeout=60s"),
        ("", ["--quiet", "--ftp address=:8021"], "--quiet --ftp address=:8021"),
        ("--quiet", ["--quiet", "--anonymous"], "--quiet --anonymous"),
        ("", ["--ftp='tls-private-key=/with blanks'"], "--ftp='tls-private-key=/with blanks'"),
    ],
)
def test_options_are_joined_whole(theirs, wanted, options):
    joined = _command_line.join(theirs.split(), wanted)
    assert " ".join(joined["options"]) == options
    assert joined["volumes"] == joined["their_volumes"] == []
    assert " ".join(_command_line.join(joined["options"], wanted)["options"]) == options


@pytest.mark.parametrize(
    ("wanted", "volumes"),
    [
        (["sftp=address=:8022"], ["sftp=address=:8022"]),
        (["--sftp=address=:8022", "ssh-private-key=/key"], ["ssh-private-key=/key"]),
        (["--ftp", "address=:8021", "passive-port-range=30000-40000"], ["passive-port-range=30000-40000"]),
        (["--quiet /d2"], ["/d2"]),
        # nobody knows whether a later release takes a value here
        (["--no-such-option", "/d2"], []),
    ],
)
def test_words_that_the_server_takes_for_volumes(wanted, volumes):
    assert _command_line.join([], wanted)["volumes"] == volumes
    assert _command_line.join(" ".join(wanted).split(), [])["their_volumes"] == volumes
