# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Releases are judged by the table of their own flavour, and what is not known never counts as fixed."""

from __future__ import annotations

import datetime
import re

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.plugin_utils import _advisories

LAST_BINARY = {"flavour": "upstream", "version": "RELEASE.2025-09-07T16-13-09Z"}
LAST_COMMIT = {"flavour": "upstream", "version": "v0.0.0-20260212201848-7aac2a2c5b7c"}
NEWEST_SILO = {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z"}
ALL_USED = {name: True for name in _advisories.FEATURES}
NONE_USED = {name: False for name in _advisories.FEATURES}
KEYS = {"id", "title", "published", "cvss", "needs", "affected_from", "fixed", "mitigation"}


def advisory(identifier: str) -> dict:
    return next(entry for entry in _advisories.load() if entry["id"] == identifier)


def ids(verdicts: list) -> set[str]:
    return {verdict["id"] for verdict in verdicts}


@pytest.mark.parametrize("entry", _advisories.load(), ids=lambda entry: entry["id"])
def test_data(entry):
    assert KEYS <= set(entry) <= KEYS | {"mitigated_by", "source_only"}
    assert re.fullmatch(r"CVE-20\d\d-\d{4,6}|SN-20\d\d-\d{3}", entry["id"])
    assert isinstance(entry["published"], (datetime.date, type(None)))
    assert entry["cvss"] is None or 0 < entry["cvss"] <= 10
    assert entry["needs"] in (None, *_advisories.FEATURES, *_advisories.ELSEWHERE)
    assert set(entry["fixed"]) == {*_advisories.FLAVOURS, "aistor"}
    for value in entry["fixed"].values():
        assert value in ("all", "none", "unknown") or _advisories.moment(value)
    assert entry["affected_from"] is None or _advisories.moment(entry["affected_from"])
    assert entry["mitigation"].endswith(".")
    assert not entry["title"].endswith(".")


def test_data_is_complete_and_names_each_once():
    found = [entry["id"] for entry in _advisories.load()]
    assert len(found) == len(set(found))
    assert {f"SN-2026-{number:03}" for number in range(2, 16)} <= set(found)
    assert sum(name.startswith("CVE-2026") for name in found) == 8


@pytest.mark.parametrize(
    ("version", "moment"),
    [
        ("RELEASE.2025-10-15T17-29-55Z", "20251015172955"),
        ("2025-10-15T17-29-55Z", "20251015172955"),
        ("RELEASE.2025-10-15T17-29-55Z.hotfix.7aac2a2c", "20251015172955"),
        ("v0.0.0-20260212201848-7aac2a2c5b7c", "20260212201848"),
        ("v7.0.1-0.20260212201848-7aac2a2c5b7c", "20260212201848"),
        ("DEVELOPMENT.GOGET", None),
        ("DEVELOPMENT.2026-02-12T20-18-48Z", None),
        ("RELEASE.2025-10-15T17-29-55Z-mine", None),
        ("latest", None),
        ("", None),
        (None, None),
    ],
)
def test_moment(version, moment):
    assert _advisories.moment(version) == moment


@pytest.mark.parametrize(
    ("identifier", "flavour", "version", "state"),
    [
        ("CVE-2023-28432", "upstream", "RELEASE.2019-12-17T23-16-32Z", "before"),
        ("CVE-2023-28432", "upstream", "RELEASE.2019-12-17T23-16-33Z", "affected"),
        ("CVE-2023-28432", "upstream", "RELEASE.2023-03-20T20-16-17Z", "affected"),
        ("CVE-2023-28432", "upstream", "RELEASE.2023-03-20T20-16-18Z", "fixed"),
        ("CVE-2023-28432", "silo", "RELEASE.2025-12-03T12-00-00Z", "fixed"),
        ("CVE-2023-28432", "chainguard", "RELEASE.2026-07-17T12-07-51Z", "unknown"),
        ("CVE-2025-62506", "upstream", "RELEASE.2025-09-07T16-13-09Z", "affected"),
        ("CVE-2025-62506", "upstream", "v0.0.0-20260212201848-7aac2a2c5b7c", "fixed"),
        ("CVE-2026-40344", "upstream", "v0.0.0-20260212201848-7aac2a2c5b7c", "affected"),
        ("CVE-2026-40344", "silo", "RELEASE.2026-03-25T00-00-00Z", "affected"),
        ("CVE-2026-40344", "silo", "RELEASE.2026-04-17T00-00-00Z", "fixed"),
        # AIStor's number is 2026-04-11: a later Chainguard date says nothing
        ("CVE-2026-40344", "chainguard", "RELEASE.2026-07-17T12-07-51Z", "unknown"),
        # the first fix was incomplete
        ("CVE-2026-33419", "silo", "RELEASE.2026-04-17T00-00-00Z", "affected"),
        ("CVE-2026-33419", "silo", "RELEASE.2026-06-18T00-00-00Z", "fixed"),
        ("CVE-2026-113466", "silo", "RELEASE.2026-09-16T00-00-00Z", "affected"),
        ("SN-2026-015", "silo", "RELEASE.2026-09-16T00-00-00Z", "affected"),
        ("SN-2026-015", "upstream", "RELEASE.2020-04-04T05-39-31Z", "before"),
        # without a date, only what holds for every release of a flavour is known
        ("CVE-2026-40344", "upstream", None, "affected"),
        ("CVE-2023-28432", "upstream", "DEVELOPMENT.GOGET", "unknown"),
        ("CVE-2023-28432", "silo", None, "fixed"),
        # what nobody knows is unknown, and so is the licensed successor, whatever its date
        ("CVE-2023-28432", None, "RELEASE.2026-09-16T00-00-00Z", "unknown"),
        ("CVE-2026-40344", "aistor", "RELEASE.2026-09-16T00-00-00Z", "unknown"),
        ("CVE-2026-40344", "other", "RELEASE.2026-09-16T00-00-00Z", "unknown"),
    ],
)
def test_standing(identifier, flavour, version, state):
    assert _advisories.standing(advisory(identifier), flavour, version)[0] == state


@pytest.mark.parametrize("entry", _advisories.load(), ids=lambda entry: entry["id"])
@pytest.mark.parametrize("version", [None, "RELEASE.2099-01-01T00-00-00Z"])
def test_unknown_flavour_is_never_fixed(entry, version):
    assert _advisories.standing(entry, None, version) == ("unknown", None)


def test_features_in_use_decide():
    unused = _advisories.judge(advisory("CVE-2026-33322"), LAST_COMMIT, {"openid": False})
    assert unused["state"] == "unused"
    used = _advisories.judge(advisory("CVE-2026-33322"), LAST_COMMIT, {"openid": True})
    assert (used["state"], used["certain"], used["fix"]) == ("affected", True, "silo RELEASE.2026-09-16T00-00-00Z")
    unasked = _advisories.judge(advisory("CVE-2026-33322"), LAST_COMMIT, {})
    assert (unasked["state"], unasked["certain"]) == ("affected", False)
    windows = {"flavour": "upstream", "version": "RELEASE.2023-01-01T00-00-00Z"}
    assert _advisories.judge(advisory("CVE-2023-28433"), windows, {})["state"] == "unused"


def test_who_has_the_fix():
    own = {"flavour": "silo", "version": "RELEASE.2026-03-25T00-00-00Z"}
    assert _advisories.judge(advisory("CVE-2026-40344"), own, {})["fix"] == "silo RELEASE.2026-04-17T00-00-00Z"
    assert (
        _advisories.judge(advisory("CVE-2023-28434"), LAST_BINARY, {})["fix"] == "upstream RELEASE.2023-03-20T20-16-18Z"
    )
    # upstream published source only, so that the release installed by default is the one to name
    assert _advisories.judge(advisory("CVE-2025-62506"), LAST_BINARY, {})["fix"] == "silo RELEASE.2026-09-16T00-00-00Z"
    assert _advisories.judge(advisory("SN-2026-015"), NEWEST_SILO, ALL_USED)["fix"] is None


def test_gate_refuses_what_is_fixed_elsewhere():
    verdict = _advisories.gate(LAST_BINARY, NONE_USED, {})
    assert {"CVE-2025-62506", "CVE-2026-40344", "CVE-2026-41145", "SN-2026-011"} <= set(verdict["refused"])
    assert not {"CVE-2026-33322", "CVE-2026-113466", "SN-2026-015"} & set(verdict["refused"])
    assert "CVE-2026-40344" in verdict["sentence"] and "minio_server_accept_advisories" in verdict["sentence"]
    assert "\n" not in verdict["sentence"]


def test_gate_lets_the_default_release_pass():
    verdict = _advisories.gate(NEWEST_SILO, ALL_USED, None)
    assert verdict["refused"] == [] and verdict["sentence"] == ""
    assert verdict["unfixed"] == ["CVE-2026-113466", "SN-2026-015"]


def test_gate_takes_acceptances_by_id():
    refused = _advisories.gate(LAST_COMMIT, NONE_USED, {})["refused"]
    accepted = {identifier: "a lab without users" for identifier in refused[1:]}
    verdict = _advisories.gate(LAST_COMMIT, NONE_USED, accepted)
    assert verdict["refused"] == refused[:1] and verdict["accepted"] == accepted
    assert _advisories.gate(LAST_COMMIT, NONE_USED, {**accepted, refused[0]: "as well"})["refused"] == []


def test_gate_does_not_refuse_what_it_does_not_know():
    verdict = _advisories.gate({"flavour": None, "version": None}, {}, {})
    assert verdict["refused"] == [] and len(verdict["unknown"]) > 20


@pytest.mark.parametrize(
    ("accepted", "part"),
    [
        ({"CVE-1999-0001": "old"}, "'CVE-1999-0001'"),
        ({"CVE-2026-40344": ""}, "without a reason"),
        ({"CVE-2026-40344": "  "}, "without a reason"),
        ({"CVE-2026-40344": True}, "without a reason"),
        (["CVE-2026-40344"], "mapping"),
        ("CVE-2026-40344", "mapping"),
    ],
)
def test_wrong_acceptances(accepted, part):
    with pytest.raises(InputError, match="minio_server_accept_advisories") as error:
        _advisories.gate(NEWEST_SILO, {}, accepted)
    assert part in str(error.value)


@pytest.mark.parametrize(
    ("installed", "wanted", "refused"),
    [
        (("upstream", "RELEASE.2025-09-07T16-13-09Z"), ("upstream", "RELEASE.2025-04-22T22-12-26Z"), True),
        (("upstream", "RELEASE.2025-04-22T22-12-26Z"), ("upstream", "RELEASE.2025-09-07T16-13-09Z"), False),
        (("upstream", "RELEASE.2025-09-07T16-13-09Z"), ("upstream", "RELEASE.2025-09-07T16-13-09Z"), False),
        (("upstream", "v0.0.0-20260212201848-7aac2a2c5b7c"), ("upstream", "RELEASE.2025-10-15T17-29-55Z"), True),
        # the fork's date is earlier than the commit's: still the way forward
        (("upstream", "v0.0.0-20260212201848-7aac2a2c5b7c"), ("silo", "RELEASE.2025-12-03T12-00-00Z"), False),
        (("silo", "RELEASE.2026-09-16T00-00-00Z"), ("silo", "RELEASE.2026-08-04T00-00-00Z"), True),
        (("silo", "RELEASE.2025-12-03T12-00-00Z"), ("upstream", "v0.0.0-20260212201848-7aac2a2c5b7c"), True),
        (("chainguard", "RELEASE.2026-04-10T21-52-59Z"), ("silo", "RELEASE.2026-09-16T00-00-00Z"), True),
        ((None, None), ("silo", "RELEASE.2026-09-16T00-00-00Z"), False),
        (("silo", None), ("silo", "RELEASE.2026-09-16T00-00-00Z"), False),
    ],
)
def test_downgrade(installed, wanted, refused):
    keys = ("flavour", "version")
    reason = _advisories.is_downgrade(dict(zip(keys, installed)), dict(zip(keys, wanted)))
    assert bool(reason) is refused
    if reason:
        assert str(installed[1]) in reason and str(wanted[1]) in reason
