# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""KES's configuration: what is rendered, and every refusal in one sentence that shows no secret."""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.hardening.minio.plugins.filter.kes_config import kes_config

TREE = pathlib.Path(__file__).resolve().parents[5]
SECRET = "planted-secret"
IDENTITY = "0123456789abcdef" * 4
APPROLE = {"id": "planted-role", "secret": SECRET}
SETTINGS: dict[str, t.Any] = {"endpoint": "https://vault.example.net:8200", "prefix": "kes", "approle": APPROLE}
PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN EC PRIVATE KEY-----\nplanted-secret\n-----END EC PRIVATE KEY-----\n"


def rendered(settings: dict[str, t.Any] | None = None, **wanted: t.Any) -> dict[str, t.Any]:
    return kes_config({**SETTINGS, **(settings or {})}, "vault", identities=[IDENTITY], **wanted)


def refusal(settings: t.Any, backend: str = "vault", **wanted: t.Any) -> str:
    with pytest.raises(AnsibleFilterError) as caught:
        kes_config(settings, backend, **wanted)
    message = str(caught.value)
    assert SECRET not in message and "\n" not in message
    return message


def test_secrets_are_referred_to_and_nothing_else_is():
    found = rendered()
    text = json.dumps(found["configuration"])
    assert SECRET not in text and "planted-role" not in text
    assert found["environment"] == {"KES_VAULT_APPROLE_ID": "planted-role", "KES_VAULT_APPROLE_SECRET": SECRET}
    # KES takes a reference as a whole scalar only
    assert found["configuration"]["keystore"]["vault"]["approle"] == {
        "id": "${KES_VAULT_APPROLE_ID}",
        "secret": "${KES_VAULT_APPROLE_SECRET}",
    }


def test_logs_are_words_and_root_is_disabled():
    configuration = rendered()["configuration"]
    assert configuration["log"] == {"error": "on", "audit": "on"}
    assert configuration["admin"] == {"identity": "disabled"}
    assert configuration["cache"]["expiry"] == {"any": "5m0s", "unused": "1m0s", "offline": "1h0m0s"}


def test_no_outage_is_bridged_where_that_is_said():
    cache = {"any": "5s", "unused": "5s", "offline": "0s"}
    assert rendered(cache=cache)["configuration"]["cache"]["expiry"] == cache


def test_policy_allows_the_calls_of_minio_on_its_keys_and_nothing_else():
    policies = rendered(prefix="prod-", keys=["prod-default"])["configuration"]["policy"]
    assert policies == {
        "minio": {
            "allow": [
                "/v1/key/create/prod-*",
                "/v1/key/generate/prod-*",
                "/v1/key/decrypt/prod-*",
                "/v1/key/describe/prod-*",
                "/v1/key/list/*",
                "/v1/status",
                "/v1/metrics",
                "/v1/api",
            ],
            "identities": [IDENTITY],
        }
    }


def test_hmac_is_allowed_for_one_key_where_it_is_asked_for():
    allowed = rendered(hmac_key="minio-default")["configuration"]["policy"]["minio"]["allow"]
    assert [path for path in allowed if "hmac" in path] == ["/v1/key/hmac/minio-default"]
    assert "'other'" in refusal(SETTINGS, hmac_key="other")


def test_files_for_the_way_to_the_backend():
    found = rendered({"ca": PEM, "client_certificate": PEM, "client_key": KEY})
    assert found["configuration"]["keystore"]["vault"]["tls"] == {
        "ca": "/etc/kes/backend/ca.crt",
        "cert": "/etc/kes/backend/client.crt",
        "key": "/etc/kes/backend/client.key",
    }
    assert {entry["path"]: entry["mode"] for entry in found["files"]} == dict.fromkeys(
        ("/etc/kes/backend/ca.crt", "/etc/kes/backend/client.crt", "/etc/kes/backend/client.key"), "0640"
    )
    assert [entry["path"] for entry in found["files"] if "secret_content" in entry] == ["/etc/kes/backend/client.key"]


def test_without_identities_settings_are_only_checked():
    assert kes_config(SETTINGS, "vault")["configuration"] is None


def test_everything_that_is_offered_reaches_kes():
    settings = {
        "engine": "secret", "version": "v1", "namespace": "team", "ping": "3s", "transit": {"engine": "t", "key": "kes"},
        "approle": {**APPROLE, "engine": "machines", "namespace": "/"},
    }  # fmt: skip
    block = rendered(settings)["configuration"]["keystore"]["vault"]
    assert (block["engine"], block["version"], block["namespace"]) == ("secret", "v1", "team")
    assert (block["status"], block["transit"]) == ({"ping": "3s"}, {"engine": "t", "key": "kes"})
    assert (block["approle"]["engine"], block["approle"]["namespace"]) == ("machines", "/")


def test_empty_settings_are_left_to_kes():
    block = rendered({"engine": None, "namespace": None, "transit": None})["configuration"]["keystore"]["vault"]
    assert not {"engine", "namespace", "transit", "tls"} & set(block)


def test_encrypted_values_of_older_cores_are_taken_for_what_they_hold():
    class Encrypted:
        """As ansible-core before 2.19 keeps a value that is encrypted in the inventory."""

        __ENCRYPTED__ = True

        def __str__(self) -> str:
            return SECRET

    found = rendered({"approle": {"id": "role", "secret": Encrypted()}})
    assert found["environment"]["KES_VAULT_APPROLE_SECRET"] == SECRET


@pytest.mark.parametrize("backend", ["memory", "fs", "mem", "in-memory", "valut", ""])
def test_stores_that_do_not_keep_keys_are_refused(backend):
    message = refusal(SETTINGS, backend)
    assert repr(backend) in message and "choose one of aws, azure," in message


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"keys": ["other-key"]}, ["'other-key'", "minio_kes_key_prefix"]),
        ({"keys": ["minio-"]}, ["'minio-'", "hyphen"]),
        ({"keys": ["minio-a/b"]}, ["'minio-a/b'"]),
        ({"keys": ["minio-" + "x" * 80]}, ["80"]),
        ({"keys": [7]}, ["holds 7"]),
        ({"prefix": ""}, ["minio_kes_key_prefix is ''"]),
        ({"prefix": "*"}, ["minio_kes_key_prefix is '*'"]),
        ({"prefix": "-x"}, ["minio_kes_key_prefix is '-x'"]),
        ({"cache": {}}, ["no any", "no unused", "no offline"]),
        ({"cache": {"any": "1h", "offline": "1h"}}, ["no unused", "30s"]),
        ({"cache": {"any": "1h", "unused": "1h", "offline": "1h", "all": "1h"}}, ["'all'"]),
        ({"cache": {"any": "1h", "unused": "one", "offline": "1h"}}, ["minio_kes_cache.unused is 'one'"]),
        ({"cache": {"any": "0s", "unused": "1h", "offline": "1h"}}, ["minio_kes_cache.any is '0s'", "more than none"]),
        ({"cache": {"any": "1h", "unused": "1h", "offline": "none"}}, ["minio_kes_cache.offline is 'none'"]),
        ({"cache": {"any": 60, "unused": "1h", "offline": "1h"}}, ["minio_kes_cache.any is a number"]),
        ({"identities": ["not-an-identity"]}, ["not-an-identity", "SHA-256"]),
        ({"identities": [None]}, ["SHA-256"]),
    ],
)
def test_names_cache_and_identities_are_refused(wanted, words):
    message = refusal(SETTINGS, **wanted)
    assert [word for word in words if word not in message] == []
