# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of encryption that are wrong are refused before any change, in a sentence that names them."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration import preflight
from tests.integration.preflight import Case, Vars

COMMON: Vars = {"minio_root_user": "root-of-cases", "minio_root_password": "planted-root-password"}
KEY = {"name": "photos", "key": "minio-photos"}


def buckets(*entries: t.Any) -> Vars:
    return {"minio_sse_buckets": list(entries)}


CASES: dict[str, Case] = {
    "good": Case(buckets(KEY, {"name": "logs", "algorithm": "sse-s3"}, {"name": "old", "state": "absent"})),
    "twice": Case(buckets(KEY, KEY), {}, ("minio_sse_buckets names photos, photos: every bucket may come once",)),
    "no_name": Case(buckets({"key": "minio-photos"}), {}, ("minio_sse_buckets[0]", "name")),
    "misspelt": Case(buckets({**KEY, "algoritm": "sse-kms"}), {}, ("minio_sse_buckets[0]", "algoritm", "algorithm")),
    "no_such_algorithm": Case(buckets({**KEY, "algorithm": "aes256"}), {}, ("is 'aes256'", "sse-kms, sse-s3")),
    "no_such_state": Case(buckets({**KEY, "state": "gone"}), {}, ("is 'gone'", "present, absent")),
    "no_list": Case({"minio_sse_buckets": "photos"}, {}, ("minio_sse_buckets is text",)),
    "dot_in_key": Case(
        buckets({"name": "photos", "key": "minio-my.key"}),
        {},
        ("minio_sse_buckets holds 'minio-my.key': a key name has 1 to 80 letters, digits, hyphens and underscores",),
    ),
    "long_key": Case(buckets({"name": "photos", "key": "minio-" + 80 * "x"}), {}, ("a key name has 1 to 80",)),
    "without_key": Case(
        buckets({"name": "photos", "algorithm": "sse-kms"}),
        {},
        ("photos with sse-kms and no key: name one, or choose",),
    ),
    "key_of_somebody_else": Case(
        buckets({"name": "photos", "key": "backup-photos"}),
        {},
        ("has the key backup-photos", "begin with minio_kes_key_prefix, minio-"),
        ("minio", "kes"),
    ),
    "key_with_the_prefix_set": Case(
        {**buckets({"name": "photos", "key": "backup-photos"}), "minio_kes_key_prefix": "backup-"},
        {},
        (),
        ("minio", "kes"),
    ),
    "config_file_in_the_way": Case(
        {},
        {"config_env_file": "/etc/minio.conf", "config_env_names": ["MINIO_KMS_AUTO_ENCRYPTION"]},
        ("/etc/minio.conf (MINIO_CONFIG_ENV_FILE) sets MINIO_KMS_AUTO_ENCRYPTION on config_file_in_the_way",),
    ),
    "switch_as_text": Case(
        {"minio_sse_auto_encryption": "perhaps"}, {}, ("minio_sse_auto_encryption", "true or false")
    ),
    "no_credential": Case(
        {"minio_root_user": None, "minio_root_password": None},
        {},
        ("minio_access_key and minio_secret_key are not set", "give the credential of an administrator"),
    ),
    "half_a_credential": Case(
        {"minio_root_password": None}, {}, ("minio_access_key and minio_secret_key are not set",)
    ),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Run the preflight of all cases."""
    return preflight.run(tmp_path_factory.mktemp("preflight"), "minio_sse", CASES, COMMON)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


def test_no_secret_is_shown(answers):
    assert preflight.PLANTED not in answers.output
