# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of KES's settings decides which keys it finds."""

from __future__ import annotations

import copy
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.filter.kes_config import kes_config
from ansible_collections.hardening.minio.plugins.module_utils._kes import place

from tests.kes_settings import LEAST, MOST, PLANTED

# a setting that leads elsewhere, and what it is then
ELSEWHERE = [
    ("vault", "endpoint", "https://other.example.net:8200"),
    ("vault", "engine", "other"),
    ("vault", "version", "v2"),
    ("vault", "prefix", "other"),
    ("vault", "namespace", "other"),
    ("vault", "transit", {"engine": "t", "key": "other"}),
    ("aws", "endpoint", "https://secretsmanager.eu-central-1.amazonaws.com"),
    ("azure", "endpoint", "https://kes-other.vault.azure.net"),
    ("gcp", "project_id", "kes-other"),
    ("fortanix", "endpoint", "https://other.example.net"),
    ("fortanix", "group_id", "fedcba98-7654-3210-fedc-ba9876543210"),
    ("ciphertrust", "endpoint", "https://other.example.net"),
    ("ciphertrust", "credentials", {"token": "planted-token", "domain": "other"}),
]


def of(backend: str, settings: dict[str, t.Any]) -> dict[str, t.Any]:
    return kes_config(settings, backend)["place"]


@pytest.mark.parametrize("backend", MOST)
def test_it_holds_no_secret(backend):
    for settings in (LEAST[backend], MOST[backend]):
        found = of(backend, settings)
        assert found["keystore"] and PLANTED not in str(found)


@pytest.mark.parametrize(("backend", "setting", "value"), ELSEWHERE)
def test_another_place_is_told(backend, setting, value):
    assert of(backend, MOST[backend]) != of(backend, {**MOST[backend], setting: value})


@pytest.mark.parametrize(
    ("backend", "group", "key"),
    [
        ("vault", "approle", "secret"),
        ("aws", "credentials", "secretkey"),
        ("azure", "credentials", "client_secret"),
        ("ciphertrust", "credentials", "token"),
    ],
)
def test_another_login_is_the_same_place(backend, group, key):
    other = copy.deepcopy(MOST[backend])
    other[group][key] = "planted-other"
    assert of(backend, MOST[backend]) == of(backend, other)


def test_what_kes_takes_itself_is_the_same_place():
    assert of("vault", LEAST["vault"]) == of("vault", {**LEAST["vault"], "engine": "/kv/", "version": "v2"})
    written = {"keystore": "vault", "endpoint": "https://v", "engine": "kv", "version": "v1"}
    assert place.of({"vault": {"endpoint": "https://v/"}}) == written


@pytest.mark.parametrize("section", [None, {}, [], "text"])
def test_nothing_is_no_place(section):
    assert place.of(section) is None


@pytest.mark.parametrize("block", [None, [], "text"])
def test_what_cannot_be_read_is_the_system_alone(block):
    assert place.of({"fs": block}) == {"keystore": "fs"}
    assert place.of({"azure": block}) == {"keystore": "azure"}
