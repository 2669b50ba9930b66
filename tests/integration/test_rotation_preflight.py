# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rotations that are declared wrong are refused before any change, in a sentence that names the variable."""

from __future__ import annotations

import pytest

from tests.integration import preflight
from tests.integration.preflight import Case, Vars

COMMON: Vars = {
    "minio_root_user": "root-of-cases",
    "minio_root_password": "planted-root-password",
    "minio_access_key": "automation",
    "minio_secret_key": "planted-secret-of-automation",
}
RUNNING = {"running": True}

CASES: dict[str, Case] = {
    "stopped": Case({}, {}, ("MinIO does not run on stopped: start it first",)),
    "same_root_password": Case(
        {"minio_previous_root_password": "planted-root-password"},
        RUNNING,
        ("minio_previous_root_password is minio_root_password: give the new secret",),
    ),
    "old_root_without_new": Case(
        {"minio_previous_root_password": "planted-old", "minio_root_user": None, "minio_root_password": None},
        RUNNING,
        ("minio_previous_root_password is set and minio_root_password is not",),
    ),
    "old_root_user_alone": Case(
        {"minio_previous_root_user": "former-root"},
        RUNNING,
        ("minio_previous_root_user is set and minio_previous_root_password is not",),
    ),
    "same_secret_key": Case(
        {"minio_previous_secret_key": "planted-secret-of-automation"},
        RUNNING,
        ("minio_previous_secret_key is minio_secret_key: give the new secret key",),
    ),
    "old_secret_key_of_nobody": Case(
        {"minio_previous_secret_key": "planted-old", "minio_access_key": None, "minio_secret_key": None},
        RUNNING,
        ("minio_previous_secret_key is set and minio_access_key is not set: name the account",),
    ),
    "old_secret_key_of_root": Case(
        {"minio_previous_secret_key": "planted-old", "minio_access_key": "root-of-cases"},
        RUNNING,
        ("minio_previous_secret_key is set and minio_access_key is root: name the account",),
    ),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Run the checks of all cases."""
    folder = tmp_path_factory.mktemp("preflight")
    return preflight.run(folder, "minio_idp", CASES, COMMON, tasks="rotate_preflight")


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


def test_no_secret_is_shown(answers):
    assert preflight.PLANTED not in answers.output
