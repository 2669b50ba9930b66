# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment of KES: what weakens it, and by what it trusts one CA alone."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import files, kes, kes_config


@pytest.fixture
def trusted(tmp_path, monkeypatch) -> pathlib.Path:
    """Return a CA beside a configuration; the folders above it belong to the tests, and so count as root's here."""
    monkeypatch.setattr(files, "only_writable_by_root", lambda path: not pathlib.Path(path).stat().st_mode & 0o022)
    authority = tmp_path / "backend" / "trusted-01234567.crt"
    authority.parent.mkdir()
    authority.write_text("a CA")
    authority.chmod(0o640)
    return authority


def weakening(environment: dict[str, str], authority: pathlib.Path) -> list[str] | None:
    return kes.weakening(environment, str(authority.parent.parent / "config.yml"))


def test_one_ca_alone_weakens_nothing(trusted):
    assert (
        weakening({"SSL_CERT_FILE": str(trusted), "SSL_CERT_DIR": "/nonexistent", "KES_AWS_TOKEN": "x"}, trusted) == []
    )


def test_everything_else_does(trusted):
    both = {"SSL_CERT_FILE": str(trusted), "SSL_CERT_DIR": "/nonexistent"}
    assert weakening({"SSL_CERT_FILE": str(trusted)}, trusted) == ["SSL_CERT_FILE"]
    assert weakening({**both, "SSL_CERT_DIR": "/etc/ssl/certs"}, trusted) == ["SSL_CERT_DIR", "SSL_CERT_FILE"]
    assert weakening({**both, "SSL_CERT_FILE": str(trusted.parent.parent / "x.crt")}, trusted) == [
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
    ]
    assert weakening({**both, "SSL_CERT_FILE": f"{trusted}.gone"}, trusted) == ["SSL_CERT_DIR", "SSL_CERT_FILE"]
    assert weakening({**both, "AWS_CA_BUNDLE": "x", "https_proxy": "y"}, trusted) == ["AWS_CA_BUNDLE", "https_proxy"]
    trusted.chmod(0o666)
    assert weakening(both, trusted) == ["SSL_CERT_DIR", "SSL_CERT_FILE"]
    assert kes.weakening(None, "/etc/kes/config.yml") is None
    assert kes.weakening(both, None) == ["SSL_CERT_DIR", "SSL_CERT_FILE"]


def test_path_of_the_configuration():
    assert kes_config.path_in(["kes", "server", "--config", "/etc/kes/config.yml"], "/") == "/etc/kes/config.yml"
    assert kes_config.path_in(["kes", "server", "--config=config.yml"], "/etc/kes") == "/etc/kes/config.yml"
    assert kes_config.path_in(["kes", "server", "--config"], "/") is None


@pytest.mark.parametrize(
    ("words", "configuration", "expected"),
    [
        ([], {}, 7373),
        ([], {"address": None}, 7373),
        ([], {"address": "0.0.0.0:7443"}, 7443),
        ([], {"address": "[::]:7443"}, 7443),
        (["kes", "server", "--addr", ":7000"], {"address": "0.0.0.0:7443"}, 7000),
        (["kes", "server", "--addr=127.0.0.1:7000", "--config", "x"], None, 7000),
        # not readable, or by a name that only KES's host resolves
        ([], None, None),
        ([], {"address": "0.0.0.0:https"}, None),
    ],
)
def test_port_that_it_was_told(words, configuration, expected):
    assert kes_config.port(words, configuration) == expected


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("1h0m0s", 3600),
        ("1.5h", 5400),
        ("10m", 600),
        ("0s", 0),
        (0, 0),
        ("500ms", 0.5),
        (None, None),
        ("long", None),
        ("5", None),
        ("5m x", None),
    ],
)
def test_seconds_of_a_duration(duration, expected):
    assert kes_config.seconds(duration) == expected


@pytest.mark.parametrize("backend", ["vault", "aws", "azure", "gcp", "fortanix", "gemalto"])
def test_references_are_no_literal_secrets(backend):
    assert kes_config.literal_secrets({backend: {"x": {"credentials": {"secretkey": "${KES_AWS_SECRETKEY}"}}}}) == []
    assert kes_config.literal_secrets({backend: {"x": {"credentials": {"key": "planted"}}}}) == [
        f"{backend}.x.credentials.key"
    ]


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        (None, True),
        ({}, True),
        ({"audit": "on"}, True),
        # as the library reads them without quotes
        ({"audit": True}, True),
        ({"audit": False}, False),
        ({"audit": " Off "}, False),
        ({"audit": "DEBUG+4"}, True),
        ({"audit": "DEBUG+5"}, False),
        ({"audit": 0}, True),
        ({"audit": 4}, False),
        ({"audit": "ERROR"}, False),
        ({"audit": "often"}, None),
        ({"audit": None}, None),
    ],
)
def test_kes_audits_unless_it_is_forbidden(log, expected):
    assert kes_config.audits({"log": log}) is expected


def test_values_from_the_environment_are_known_but_those_of_the_backend():
    configuration = {"admin": {"identity": "${ADMIN}"}, "policy": {"minio": {"identities": ["${ NODE }", "abc"]}}}
    backend = {"vault": {"approle": {"secret": "${SECRET}"}}}
    environment = {"ADMIN": "disabled", "NODE": "def", "SECRET": "planted"}
    found = kes_config.resolved({**configuration, "keystore": backend}, environment)
    assert found["admin"] == {"identity": "disabled"}
    assert found["policy"] == {"minio": {"identities": ["def", "abc"]}}
    assert found["keystore"] == backend
    unread = kes_config.resolved(configuration, None)
    assert (unread["admin"]["identity"], unread["policy"]["minio"]["identities"]) == (None, [None, "abc"])
