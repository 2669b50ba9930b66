# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A result that is not as its module documents it is found."""

from __future__ import annotations

import pytest

from tests import returned

SERVER = {
    "endpoint": "https://kes1:7373",
    "reachable": True,
    "version": "v0.24.0",
    "uptime": None,
    "keystore_reachable": None,
    "keystore_latency_ms": None,
    "keys": {"minio-default": True},
    "error": None,
}
WITHOUT_ERROR = {name: value for name, value in SERVER.items() if name != "error"}
PAIRS = returned.documentation("minio_node_info").value("evidence.tls.pairs")


def told(server: object) -> list[str]:
    return returned.problems("kes_info", {"changed": False, "servers": [server]})


def test_a_result_as_documented():
    assert told(SERVER) == []


@pytest.mark.parametrize(
    ("server", "problem"),
    [
        ({**SERVER, "extra": 1}, "servers[].extra is returned and not documented"),
        (WITHOUT_ERROR, "servers[].error is documented and not returned"),
        ({**SERVER, "uptime": "5"}, "servers[].uptime is of type str and documented as int"),
        ({**SERVER, "uptime": True}, "servers[].uptime is of type bool and documented as int"),
        ({**SERVER, "endpoint": None}, "servers[].endpoint is null, and its description does not say when"),
        ("kes1", "servers[] is of type str and documented as dict"),
    ],
)
def test_a_result_that_is_not(server, problem):
    assert told(server) == [f"kes_info.{problem}"]


def test_a_missing_value():
    assert returned.problems("kes_info", {}) == ["kes_info.servers is documented and not returned"]


def test_keys_that_are_no_data_are_documented():
    documented = {"description": "Bits and algorithm.", "type": "dict"}
    found = returned.documentation("kes_info").problems("key", documented, {"bits": 256})
    assert list(found) == ["key has keys (bits) that are not documented"]


def test_a_value_that_refers_to_another():
    documentation = returned.documentation("minio_node_info")
    assert {*documentation.value("evidence.kes.pair.certificate.key")["contains"]} == {"algorithm", "bits"}
    assert documentation.keys(documentation.value("evidence.kes_client")).keys() > documentation.keys(PAIRS).keys()
    assert documentation.may_be_null(documentation.value("evidence.kes.unit"))
    found = documentation.problems("pair", documentation.value("evidence.kes.pair"), {"path": 1})
    assert "pair.path is of type int and documented as str" in list(found)


def test_an_error_stands_for_what_could_not_be_read():
    documentation = returned.documentation("minio_node_info")
    kes = documentation.value("evidence.kes")
    assert list(documentation.problems("kes", kes, {"error": "no permission"})) == []
    assert list(documentation.problems("kes", kes, {"error": 1})) == ["kes.error is of type int and documented as str"]
