# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sources resolve to pinned assets; everything else needs a checksum of the operator's."""

from __future__ import annotations

import re

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.plugin_utils import _releases

SUM = "ab" * 32
MIRROR = "https://mirror.example.net/minio"
ASSETS = {
    ("silo", "x86_64"): (
        "https://github.com/pgsty/silo/releases/download/RELEASE.2026-09-16T00-00-00Z/silo_20260916000000.0.0_linux_amd64.tar.gz",
        "381e745510a8fb64323d7bb3207f95984b7f4ed826f4fcad318f97683c420c73",
    ),
    ("silo", "aarch64"): (
        "https://github.com/pgsty/silo/releases/download/RELEASE.2026-09-16T00-00-00Z/silo_20260916000000.0.0_linux_arm64.tar.gz",
        "6e697d3e1d70f2343fe829cd6820a0b840d4619f1dde546424de80e529636ed2",
    ),
    ("upstream", "x86_64"): (
        "https://github.com/minio/minio/releases/download/RELEASE.2025-09-07T16-13-09Z/minio.linux-amd64.RELEASE.2025-09-07T16-13-09Z",
        "7c5bd8512c6e966455b1d198209358b2d191c77a83ab377c4073281065fb855f",
    ),
    ("upstream", "aarch64"): (
        "https://github.com/minio/minio/releases/download/RELEASE.2025-09-07T16-13-09Z/minio.linux-arm64.RELEASE.2025-09-07T16-13-09Z",
        "5c83cd2cf151717ba0243f73e1c7802ff36e272b67144bdd7f1f7d684fd6f03d",
    ),
    ("kes", "x86_64"): (
        "https://github.com/minio/kes/releases/download/2025-03-12T09-35-18Z/kes-linux-amd64",
        "9f07258d121a69594125c6d2b569145c9b75ce80d20eaf27ab76863b689558ef",
    ),
    ("kes", "aarch64"): (
        "https://github.com/minio/kes/releases/download/2025-03-12T09-35-18Z/kes-linux-arm64",
        "3277419d221591043d7f99b0816d530f139a337cf09680f7cc7bf19f6126df0e",
    ),
}


@pytest.mark.parametrize(("source", "architecture"), ASSETS)
def test_pinned(source, architecture):
    resolved = _releases.resolve(source, architecture, {}, "minio_server")
    assert (resolved["url"], resolved["sha256"]) == ASSETS[source, architecture]
    assert resolved["member"] == ("silo" if source == "silo" else None)
    assert resolved["program_sha256"] == (None if source == "silo" else resolved["sha256"])
    assert resolved["flavour"] == ("silo" if source == "silo" else "upstream")
    assert "{" not in resolved["url"] and resolved["version"] in resolved["url"]


def test_pinned_ignores_what_is_given_for_other_sources():
    resolved = _releases.resolve("silo", "x86_64", {"url": MIRROR, "sha256": SUM}, "minio_server")
    assert (resolved["url"], resolved["sha256"]) == ASSETS["silo", "x86_64"]


def test_url():
    release = {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z"}
    given = {"url": MIRROR + ".tar.gz", "sha256": SUM.upper(), "member": "silo", "release": release, "file": None}
    assert _releases.resolve("url", "x86_64", given, "minio_server") == {
        **release,
        "url": MIRROR + ".tar.gz",
        "member": "silo",
        "sha256": SUM,
        "program_sha256": None,
    }


def test_file():
    resolved = _releases.resolve("file", "riscv64", {"file": "/opt/minio", "sha256": SUM}, "minio_server")
    assert resolved["file"] == "/opt/minio" and resolved["program_sha256"] == SUM and resolved["flavour"] is None


def test_program_of_an_archive_has_its_own_sum():
    given = {"file": "/opt/silo.tar.gz", "sha256": SUM, "member": "silo", "release": {"sha256": "cd" * 32}}
    assert _releases.resolve("file", "x86_64", given, "minio_server")["program_sha256"] == "cd" * 32


@pytest.mark.parametrize(
    ("source", "architecture", "given", "sentence"),
    [
        ("silo", "riscv64", {}, "there is no silo release for riscv64: only for amd64, arm64"),
        ("url", "x86_64", {"url": MIRROR}, "minio_server_sha256 is '': the source 'url' needs the SHA-256"),
        ("url", "x86_64", {"url": MIRROR, "sha256": "abc"}, "minio_server_sha256 is 'abc'"),
        ("url", "x86_64", {"sha256": SUM}, "minio_server_url is not set"),
        ("file", "x86_64", {"sha256": SUM}, "minio_server_file is not set"),
        ("file", "x86_64", {"file": "/opt/minio"}, "minio_server_sha256 is ''"),
        ("url", "x86_64", {"url": "http://mirror.example.net/minio", "sha256": SUM}, "only https:// is accepted"),
        ("url", "x86_64", {"url": "https://dl.min.io/server/minio", "sha256": SUM}, "closed for good"),
        ("url", "x86_64", {"url": "https://DL.MIN.IO/server/minio", "sha256": SUM}, "closed for good"),
        ("url", "x86_64", {"url": "https://dl.min.io:443/minio", "sha256": SUM}, "closed for good"),
        ("url", "x86_64", {"url": "http://dl.minio.io/server/minio", "sha256": SUM}, "closed for good"),
        ("latest", "x86_64", {}, "minio_server_source is 'latest'"),
        ("installed", "x86_64", {}, "minio_server_source is 'installed'"),
        (
            "file",
            "x86_64",
            {"file": "/opt/minio", "sha256": SUM, "release": {"sha256": "cd" * 32}},
            "name minio_server_member if it is an archive",
        ),
        (
            "file",
            "x86_64",
            {"file": "/f", "member": "m", "sha256": SUM, "release": {"sha256": "x"}},
            "release.sha256 is 'x'",
        ),
    ],
)
def test_refused(source, architecture, given, sentence):
    with pytest.raises(InputError, match=re.escape(sentence)) as error:
        _releases.resolve(source, architecture, given, "minio_server")
    assert "\n" not in str(error.value)


def test_kes_is_no_archive():
    given = {"file": "/opt/kes", "sha256": SUM, "release": {"sha256": "cd" * 32}}
    with pytest.raises(InputError, match=r"minio_kes_release\.sha256 and minio_kes_sha256 differ.*: give the same$"):
        _releases.resolve("file", "x86_64", given, "minio_kes")


STATED = {"version": "v1", "sha256": "cd" * 32}


@pytest.mark.parametrize(
    ("source", "given", "expected"),
    [
        ("installed", {}, {}),
        ("installed", {"sha256": SUM}, {}),
        ("installed", {"release": STATED}, {"version": "v1", "sha256": ["cd" * 32]}),
        ("url", {"sha256": SUM}, {"sha256": [SUM]}),
        ("file", {"sha256": SUM, "release": {"version": "v1"}}, {"version": "v1", "sha256": [SUM]}),
        # the sum of an archive is not that of the program in it
        ("file", {"sha256": SUM, "member": "silo", "release": {"version": "v1"}}, {}),
        ("url", {"sha256": SUM, "member": "silo", "release": STATED}, {"version": "v1", "sha256": ["cd" * 32]}),
        ("silo", {"sha256": SUM}, {}),
        ("what is no source", {"sha256": SUM}, {}),
    ],
)
def test_what_is_to_run(source, given, expected):
    assert _releases.declared(source, given) == expected


@pytest.mark.parametrize("source", ["upstream", "kes"])
def test_a_pinned_program_is_that_of_any_architecture(source):
    found = _releases.declared(source, {"release": STATED})
    assert (found["flavour"], found["version"]) == _releases.identity(source)
    assert set(found["sha256"]) == {ASSETS[source, one][1] for one in ("x86_64", "aarch64")}


def test_a_mirror_whose_name_only_looks_like_the_closed_host():
    url = "https://dl.min.io.example.net/minio"
    assert _releases.resolve("url", "x86_64", {"url": url, "sha256": SUM}, "minio_kes")["url"] == url


def test_errors_name_the_variables_of_their_role():
    with pytest.raises(InputError, match="minio_kes_sha256"):
        _releases.resolve("url", "x86_64", {"url": MIRROR}, "minio_kes")
