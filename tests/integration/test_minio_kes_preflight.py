# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role minio_kes refuses before anything changes."""

from __future__ import annotations

import hashlib
import pathlib

import pytest

from tests.kes_settings import API_KEY, LEAST, MOST

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
    "somebody_elses_kes": Case({"minio_kes_vault": None}),
    "no_kes": Case({"minio_kes_endpoints": None}, parts=("the inventory has no host in the group kes and minio_kes_endpoints is not set",)),
    "key_management_turned_off": Case(
        {"minio_kes_endpoints": None}, {"running": True, "kms_key": "minio-default"}, ("the inventory has no host in the group kes",)
    ),
    "plain_endpoint": Case(
        {"minio_kes_endpoints": ["http://kes1:7373"]}, parts=("minio_kes_endpoints holds http://kes1:7373: give https:// addresses",)
    ),
    "port": Case({"minio_kes_port": 443}, parts=("minio_kes_port is 443: it has to be 1024 to 65535",)),
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
    "config_file_in_the_way": Case(
        {},
        {"running": True, "config_env_file": "/etc/minio.conf", "config_env_names": ["MINIO_KMS_KES_ENDPOINT", "MINIO_REGION"]},
        ("/etc/minio.conf (MINIO_CONFIG_ENV_FILE) sets MINIO_KMS_KES_ENDPOINT on config_file_in_the_way, which the server would take",),
    ),
    "misspelt": Case({"minio_kes_vault": {**VAULT, "prefex": "kes"}}, parts=("minio_kes_vault", "prefex", "prefix")),
    "misspelt_deep": Case(
        {"minio_kes_vault": {**VAULT, "approle": {"id": "planted-role-id", "secrets": "planted-secret-id"}}},
        parts=("minio_kes_vault", "secrets"),
    ),
    "key_with_a_dot": Case({"minio_kes_keys": ["minio-a.b"]}, parts=("minio_kes_key_name or minio_kes_keys holds 'minio-a.b': a key name has 1 to 80",)),
}  # fmt: skip

# nobody listens there
NOWHERE = "https://127.0.0.1:1"
PLACE = {"keystore": "vault", "endpoint": NOWHERE, "engine": "kv", "version": "v2"}
IN_USE = {"running": True, "kms_key": "minio-default", "kes_place": PLACE}
PROGRAM = pathlib.Path(__file__)
SUM = hashlib.sha256(PROGRAM.read_bytes()).hexdigest()
FILE = {
    "minio_kes_source": "file",
    "minio_kes_file": str(PROGRAM),
    "minio_kes_sha256": SUM,
    "minio_kes_vault": {**VAULT, "endpoint": NOWHERE},
}
ON_HOSTS = {**FILE, "minio_kes_file_remote": True}
SERVERS = {
    "moved": Case(
        {"minio_kes_backend": "azure", "minio_kes_azure": MOST["azure"]},
        IN_USE,
        (
            "KES on moved runs with vault https://127.0.0.1:1 kv v2, which holds minio-default, and minio_kes_backend and its settings "
            "say azure https://kes-test.vault.azure.net, where not every key is proven: /etc/minio/certs/CAs, /etc/minio/kes/client.crt",
            "move them first (docs/moving-keys.md), or keep the settings",
        ),
    ),
    "moved_from_gemalto": Case(
        {}, {**IN_USE, "kes_place": {"keystore": "gemalto"}}, ("KES on moved_from_gemalto runs with gemalto, which holds minio-default",)
    ),
    "another_engine": Case(
        {"minio_kes_vault": {**VAULT, "endpoint": NOWHERE, "engine": "kv2"}}, IN_USE, ("say vault https://127.0.0.1:1 kv2 v2",)
    ),
    "vault": Case(
        {"minio_kes_vault": {**VAULT, "endpoint": NOWHERE}}, IN_USE, ("127.0.0.1:1 does not answer", "check minio_kes_vault.endpoint")
    ),
    "aws": Case(
        {"minio_kes_backend": "aws", "minio_kes_aws": {**MOST["aws"], "endpoint": NOWHERE, "ca": None}},
        parts=("127.0.0.1:1 does not answer", "check minio_kes_aws.endpoint"),
    ),
    "fortanix": Case(
        {"minio_kes_backend": "fortanix", "minio_kes_fortanix": {**LEAST["fortanix"], "endpoint": NOWHERE}},
        parts=("127.0.0.1:1 does not answer", "check minio_kes_fortanix.endpoint"),
    ),
    "ciphertrust": Case(
        {"minio_kes_backend": "ciphertrust", "minio_kes_ciphertrust": {**LEAST["ciphertrust"], "endpoint": NOWHERE}},
        {"kes_place": {"keystore": "gemalto", "keysecure.endpoint": NOWHERE, "keysecure.credentials.domain": "root"}},
        ("127.0.0.1:1 does not answer", "check minio_kes_ciphertrust.endpoint"),
    ),
    "underscore": Case(
        {"minio_kes_backend": "azure", "minio_kes_azure": LEAST["azure"], "minio_kes_keys": ["minio-a_b"]},
        parts=("minio_kes_key_name or minio_kes_keys holds 'minio-a_b': leave underscores out",),
    ),
    "google_endpoint": Case(
        {"minio_kes_backend": "gcp", "minio_kes_gcp": {**MOST["gcp"], "endpoint": NOWHERE}},
        parts=("minio_kes_gcp.endpoint is 'https://127.0.0.1:1': leave it out",),
    ),
    "plain_vault": Case(
        {"minio_kes_vault": {**VAULT, "endpoint": "http://vault.example.net:8200"}}, parts=("minio_kes_vault", "endpoint", "https://")
    ),
    # what is asked next
    "file": Case(FILE, parts=("check minio_kes_vault.endpoint",)),
    "file_on_the_host": Case(ON_HOSTS, parts=("check minio_kes_vault.endpoint",)),
    "missing_file": Case(
        {**FILE, "minio_kes_file": "/nowhere/kes"},
        parts=(
            "minio_kes_file is /nowhere/kes, which is no file that can be read on the controller: give the path of the program",
            "in minio_kes_file_remote whether it is on the hosts themselves",
        ),
    ),
    "missing_file_on_the_host": Case(
        {**ON_HOSTS, "minio_kes_file": "/nowhere/kes"},
        parts=("minio_kes_file is /nowhere/kes, which is no file that can be read on missing_file_on_the_host",),
    ),
    "other_file": Case(
        {**FILE, "minio_kes_sha256": "ab" * 32},
        parts=(f"minio_kes_file is {PROGRAM} with SHA-256 {SUM} on the controller, and minio_kes_sha256 is {'ab' * 32}: give the file",),
    ),
    "other_file_on_the_host": Case({**ON_HOSTS, "minio_kes_sha256": "ab" * 32}, parts=(f"with SHA-256 {SUM} on other_file_on_the_host",)),
    "foreign_prefix": Case({"minio_kes_key_name": "other"}, parts=("minio_kes_key_name", "other", "minio-")),
    "another_program": Case(
        {"minio_kes_source": "file", "minio_kes_file": "/opt/kes", "minio_kes_sha256": "ab" * 32,
         "minio_kes_release": {"version": "2025-03-12T09-35-18Z", "sha256": "cd" * 32}},
        parts=("minio_kes_release.sha256 and minio_kes_sha256 differ although minio_kes_file is the program itself: give the same",),
    ),
    "no_settings": Case({"minio_kes_backend": "fortanix"}, parts=("minio_kes_fortanix.endpoint is not set",)),
    "no_backend": Case(
        {"minio_kes_backend": "entrust"}, parts=("minio_kes_backend is 'entrust': it has to be one of aws, azure, ciphertrust",)
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    return preflight.run(tmp_path_factory.mktemp("kes"), "minio_kes", CASES, COMMON)


@pytest.fixture(scope="module")
def answers_of_servers(tmp_path_factory):
    cases = {name: case._replace(groups=("minio", "kes")) for name, case in SERVERS.items()}
    return preflight.run(tmp_path_factory.mktemp("servers"), "minio_kes", cases, COMMON)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


@pytest.mark.parametrize("name", SERVERS)
def test_preflight_of_servers(answers_of_servers, name):
    answers_of_servers.check(name, SERVERS[name])


def test_output_at_high_verbosity_shows_no_secret(answers, answers_of_servers):
    for output in (answers.output, answers_of_servers.output):
        assert preflight.PLANTED not in output and API_KEY not in output
