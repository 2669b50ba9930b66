# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that not every kernel has, or that only a later nft prints; tests/integration/test_nftables.py asks the kernel."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _nftables

PORT = {"payload": {"protocol": "tcp", "field": "dport"}}
TO_9000 = {"match": {"op": "==", "left": PORT, "right": 9000}}
TO_22 = {"match": {"op": "==", "left": PORT, "right": 22}}


def ruleset(*expressions: list, elements: list | None = None) -> _nftables.Ruleset:
    own = {"family": "inet", "table": "a"}
    chain = {**own, "name": "i", "type": "filter", "hook": "input", "prio": 0, "policy": "drop"}
    rules = [{"rule": {**own, "chain": "i", "expr": list(one)}} for one in expressions]
    named = {"map": {**own, "name": "m", "map": "verdict", "elem": elements or []}}
    return _nftables.Ruleset({"nftables": [{"metainfo": {}}, {"chain": chain}, named, *rules]})


def mapped(*elements: list) -> _nftables.Ruleset:
    return ruleset([{"vmap": {"key": PORT, "data": "@m"}}], elements=list(elements))


@pytest.mark.parametrize(
    "statement",
    [{"queue": {"num": 1}}, {"xt": {"type": "target", "name": "REJECT"}}, {"synproxy": None}, {"of a later nft": {}}],
)
def test_a_statement_that_is_not_known_is_unclear_where_it_is_reached(statement):
    rules = ruleset([TO_9000, statement], [TO_22, {"accept": None}])
    assert _nftables.open_to(rules, 22, 4) == ["0.0.0.0/0"]
    with pytest.raises(_nftables.Unclear, match="chain i"):
        _nftables.open_to(rules, 9000, 4)


@pytest.mark.parametrize(
    "statement", [{"limit": {"rate": 3}}, {"set": {"op": "add", "elem": PORT, "stmt": [{"limit": {}}], "set": "@s"}}]
)
def test_a_rate_matters_only_with_a_verdict(statement):
    assert _nftables.open_to(ruleset([statement, {"log": None}], [{"accept": None}]), 9000, 4) == ["0.0.0.0/0"]
    with pytest.raises(_nftables.Unclear):
        _nftables.open_to(ruleset([statement, {"drop": None}], [{"accept": None}]), 9000, 4)


def test_a_verdict_of_a_map_that_is_not_known_is_unclear():
    with pytest.raises(_nftables.Unclear):
        _nftables.open_to(mapped([9000, {"queue": None}]), 9000, 4)


def test_a_rate_of_an_element_is_unclear():
    rated = {"elem": {"val": 9000, "limit": {"rate": 3}}}
    with pytest.raises(_nftables.Unclear, match="elem"):
        _nftables.open_to(mapped([rated, {"accept": None}]), 9000, 4)
    counted = {"elem": {"val": 9000, "counter": {"packets": 0}, "comment": "S3"}}
    assert _nftables.open_to(mapped([counted, {"accept": None}]), 9000, 4) == ["0.0.0.0/0"]


def test_elements_that_contradict_one_another_are_unclear():
    overlapping = ([{"range": [1, 9999]}, {"drop": None}], [9000, {"accept": None}])
    with pytest.raises(_nftables.Unclear):
        _nftables.open_to(mapped(*overlapping), 9000, 4)
    assert _nftables.open_to(mapped(*overlapping), 22, 4) == []


def test_a_map_that_is_worked_out_is_unclear():
    with pytest.raises(_nftables.Unclear, match="symhash"):
        _nftables.open_to(ruleset([{"vmap": {"key": PORT, "data": {"symhash": {}}}}]), 9000, 4)
