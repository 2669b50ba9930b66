# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server reads at its start wins over what it was given."""

from __future__ import annotations

from ansible_collections.hardening.minio.plugins.module_utils import _environment_files


def test_files_win_over_variables_and_the_configuration_over_all(tmp_path):
    secret, config = tmp_path / "secret", tmp_path / "config.env"
    secret.write_text(" planted secret\n")
    given = {"MINIO_ROOT_PASSWORD": "given", "MINIO_ROOT_PASSWORD_FILE": str(secret), "MINIO_BROWSER": "on"}
    assert _environment_files.read_over(given) == {**given, "MINIO_ROOT_PASSWORD": "planted secret"}
    config.write_text('export MINIO_ROOT_PASSWORD="another"\nMINIO_BROWSER=off\n# MINIO_REGION=none\n')
    given["MINIO_CONFIG_ENV_FILE"] = str(config)
    assert _environment_files.config(given) == {"MINIO_ROOT_PASSWORD": "another", "MINIO_BROWSER": "off"}
    assert _environment_files.read_over(given) == {
        **given,
        "MINIO_ROOT_PASSWORD": "another",
        "MINIO_BROWSER": "off",
    }
    assert _environment_files.paths(given) == [str(secret), str(config)]


def test_secrets_of_a_container_are_named_without_their_directory(tmp_path, monkeypatch):
    monkeypatch.setattr(_environment_files, "SECRETS_DIR", str(tmp_path))
    (tmp_path / "access_key").write_text("keeper")
    given = {"MINIO_ACCESS_KEY_FILE": "access_key"}
    assert _environment_files.read_over(given)["MINIO_ROOT_USER"] == "keeper"
    assert _environment_files.paths(given) == [str(tmp_path / "access_key")]


def test_files_that_are_not_there_change_nothing(tmp_path):
    given = {"MINIO_CONFIG_ENV_FILE": str(tmp_path / "none"), "MINIO_ROOT_USER_FILE": str(tmp_path / "none")}
    assert _environment_files.read_over(given) == given
    assert _environment_files.read_over({}) == {}
