# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which documents are policies; tests/integration/test_policies.py holds the same tables against a real server."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import known, validate

from tests import policies


@pytest.mark.parametrize("name", policies.RIGHT)
@pytest.mark.parametrize("flavour", [None, "silo", "upstream"])
def test_right(name, flavour):
    assert validate.sentences(policies.RIGHT[name], flavour=flavour) == []


@pytest.mark.parametrize("name", [*policies.WRONG, *policies.REFUSED])
def test_wrong(name):
    document, part = {**policies.WRONG, **policies.REFUSED}[name]
    said = validate.sentences(document, "policy 'p'", flavour="upstream")
    assert any(part in sentence for sentence in said), said
    assert all(sentence.startswith("policy 'p'") for sentence in said)


@pytest.mark.parametrize("name", policies.OF_SILO)
def test_only_silo_takes_it(name):
    assert validate.sentences(policies.OF_SILO[name], flavour="silo") == []
    assert validate.sentences(policies.OF_SILO[name]) == []
    assert validate.sentences(policies.OF_SILO[name], flavour="upstream") != []


@pytest.mark.parametrize("name", policies.RIGHT_OF_BUCKETS)
def test_right_of_buckets(name):
    assert validate.sentences(policies.RIGHT_OF_BUCKETS[name], kind="bucket") == []


@pytest.mark.parametrize("tables", [policies.WRONG_OF_BUCKETS, policies.REFUSED_OF_BUCKETS])
def test_wrong_of_buckets(tables):
    for document, part in tables.values():
        said = validate.sentences(document, kind="bucket")
        assert any(part in sentence for sentence in said), said


@pytest.mark.parametrize("document", [None, 5, "text", [], {"Statement": 5}, {"Statement": [5]}, {"Statement": [{}]}])
def test_other_things_than_policies(document):
    (said,) = validate.sentences(document, "policy 'p'")
    assert said.startswith("policy 'p'")


def test_every_problem_is_told_with_its_statement():
    document = policies.policy(
        policies.allow("s3:GetObject", policies.OBJECTS),
        policies.allow(["s3:A", "s3:B"], "app"),
        policies.allow("s3:C"),
    )
    assert [number for number, _sentence in validate.problems(document)] == [1, 1, 1, 2, 2]


def test_data_is_of_one_form():
    data = known.load()
    assert {entry["target"] for entry in data["s3"].values()} == {"bucket", "object", "any", "account"}
    assert {entry["power"] for kind in ("admin", "kms") for entry in data[kind].values()} == {
        "reads",
        "operates",
        "administers",
    }
    keys = {key for entry in data["s3"].values() for key in entry.get("keys", ())}
    assert keys <= set(data["condition_keys"])
    assert {kind for kinds in data["condition_keys"].values() for kind in kinds} == {"s3", "admin", "sts"}
    assert None not in data["operators"] and None not in data["operators"].values()
