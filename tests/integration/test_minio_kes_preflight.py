# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role minio_kes refuses before anything changes."""

from __future__ import annotations

import pytest

from . import preflight
from .preflight import Case

VAULT = {
    "endpoint": "https://vault.example.net:8200",
    "approle": {"id": "planted-role-id", "secret": "planted-secret-id"},
}
COMMON = {
    "minio_kes_vault": VAULT,
    "minio_kes_endpoints": ["https://kes1.example.net:7373"],
    "minio_tls_ownca_passphrase": "planted-passphrase-of-the-ca",
}
CASES = {
    "good": Case({}),
    "no_kes": Case({"minio_kes_endpoints": None}, parts=("the inventory has no host in the group kes and minio_kes_endpoints is not set",)),
    "plain_endpoint": Case(
        {"minio_kes_endpoints": ["http://kes1:7373"]}, parts=("minio_kes_endpoints holds http://kes1:7373: give https:// addresses",)
    ),
    "port": Case({"minio_kes_port": 0}, parts=("minio_kes_port is 0: it has to be 1 to 65535",)),
    "no_passphrase": Case(
        {"minio_tls_ownca_passphrase": None}, parts=("minio_tls_ownca_passphrase has 0 characters: the private CA signs",)
    ),
    "short_passphrase": Case({"minio_tls_ownca_passphrase": "planted"}, parts=("minio_tls_ownca_passphrase has 7 characters",)),
    "other_key": Case(
        {},
        {"running": True, "kms_key": "minio-old"},
        ("minio_kes_key_name is minio-default and other_key runs with minio-old: what is encrypted stays under its key",),
    ),
    "static_key": Case({}, {"running": True, "static_kms": True}, ("static_key runs with a static key, MINIO_KMS_SECRET_KEY",)),
    "api_key": Case(
        {}, {"running": True, "kms_names": ["MINIO_KMS_KES_API_KEY"]}, ("api_key runs with MINIO_KMS_KES_API_KEY: MinIO does not start",)
    ),
    "misspelt": Case({"minio_kes_vault": {**VAULT, "prefex": "kes"}}, parts=("minio_kes_vault", "prefex", "prefix")),
    "misspelt_deep": Case(
        {"minio_kes_vault": {**VAULT, "approle": {"id": "planted-role-id", "secrets": "planted-secret-id"}}},
        parts=("minio_kes_vault", "secrets"),
    ),
    "plain_vault": Case(
        {"minio_kes_vault": {**VAULT, "endpoint": "http://vault.example.net:8200"}}, parts=("minio_kes_vault", "endpoint", "https://")
    ),
    "foreign_prefix": Case({"minio_kes_key_name": "other"}, parts=("minio_kes_key_name", "other", "minio-")),
    "key_with_a_dot": Case({"minio_kes_keys": ["minio-a.b"]}, parts=("minio-a.b",)),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    return preflight.run(tmp_path_factory.mktemp("kes"), "minio_kes", CASES, COMMON)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


def test_output_at_high_verbosity_shows_no_secret(answers):
    assert preflight.PLANTED not in answers.output
