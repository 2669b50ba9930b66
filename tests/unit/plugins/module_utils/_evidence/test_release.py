# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which release an executable is, by its version text and its build information."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import build_info, release

BANNER = """{name} version {version} (commit-id={commit})
Runtime: go1.24.6 linux/amd64
License: GNU AGPLv3 - https://www.gnu.org/licenses/agpl-3.0.html
Copyright: 2015-2025 MinIO, Inc.
"""
COMMIT = "07c3a429bfed433e49018cb0f78a52145d4bedeb"


def banner(version: str, commit: str = COMMIT, name: str = "minio") -> str:
    return BANNER.format(name=name, version=version, commit=commit)


@pytest.mark.parametrize(
    ("text", "flavour", "version", "commit"),
    [
        (banner("RELEASE.2025-09-07T16-13-09Z"), "upstream", "RELEASE.2025-09-07T16-13-09Z", COMMIT),
        (banner("RELEASE.2025-10-15T17-29-55Z", name="exe"), "upstream", "RELEASE.2025-10-15T17-29-55Z", COMMIT),
        (
            banner("RELEASE.2026-09-16T00-00-00Z", name="silo") + "Modifications: Copyright 2025-2026 PGSTY\n",
            "silo",
            "RELEASE.2026-09-16T00-00-00Z",
            COMMIT,
        ),
        (banner("RELEASE.2026-04-17T00-00-00Z"), "silo", "RELEASE.2026-04-17T00-00-00Z", COMMIT),
        (banner("RELEASE.2026-07-17T12-07-51Z"), "chainguard", "RELEASE.2026-07-17T12-07-51Z", COMMIT),
        # after the last upstream release, and nobody's that is known
        (banner("RELEASE.2026-05-05T05-05-05Z"), None, "RELEASE.2026-05-05T05-05-05Z", COMMIT),
        # the same numbers under another licence
        (
            banner("RELEASE.2025-09-07T16-13-09Z").replace("GNU AGPLv3", "MinIO AIStor License"),
            None,
            "RELEASE.2025-09-07T16-13-09Z",
            COMMIT,
        ),
        (banner("RELEASE.2025-09-07T16-13-09Z.hotfix.1234"), None, "RELEASE.2025-09-07T16-13-09Z.hotfix.1234", COMMIT),
        (banner("DEVELOPMENT.GOGET", "DEVELOPMENT.GOGET"), None, "DEVELOPMENT.GOGET", None),
        (banner("DEVELOPMENT.2026-01-02T03-04-05Z"), None, "DEVELOPMENT.2026-01-02T03-04-05Z", COMMIT),
        ("nothing like it", None, None, None),
        ("", None, None, None),
    ],
)
def test_version_text_of_minio(text, flavour, version, commit):
    assert release.parse("minio", text) == {"flavour": flavour, "version": version, "commit": commit}


@pytest.mark.parametrize(
    ("text", "flavour", "version", "commit"),
    [
        ("Version    2025-03-12T09-35-18Z   commit=0123abc\n", "upstream", "2025-03-12T09-35-18Z", "0123abc"),
        ("kes 2023-05-02T22-48-10Z (commit=0123abcd)\n", "upstream", "2023-05-02T22-48-10Z", "0123abcd"),
        ("Version    RELEASE.2026-10-18T00-00-00Z   commit=2f7e741\n", None, "RELEASE.2026-10-18T00-00-00Z", "2f7e741"),
        ("Version    <unknown>              commit=<unknown>\n", None, None, None),
    ],
)
def test_version_text_of_kes(text, flavour, version, commit):
    assert release.parse("kes", text) == {"flavour": flavour, "version": version, "commit": commit}


def test_a_fork_is_told_by_the_modules_it_links():
    text = banner("RELEASE.2026-11-11T00-00-00Z")
    assert release.parse("minio", text, ["github.com/pgsty/silo-pkg/v3"])["flavour"] == "silo"


def module_text(*lines: str) -> str:
    return "\n".join(("path\tgithub.com/minio/minio", *lines))


def test_a_module_from_the_registry_is_its_own_identity():
    version = "v0.0.0-20260212201848-7aac2a2c5b7c"
    build = build_info.parse("go1.26", module_text(f"mod\tgithub.com/minio/minio\t{version}\th1:abc="))
    assert release.of_module(build) == {"flavour": "upstream", "version": version, "commit": "7aac2a2c5b7c"}


def test_a_dependency_of_another_main_module_counts_as_well():
    lines = (
        "mod\texample.com/tools\t(devel)\t",
        "dep\tgithub.com/minio/minio\tv0.0.0-20260212201848-7aac2a2c5b7c\th1:a=",
    )
    build = build_info.parse("go1.26", module_text(*lines))
    assert release.of_module(build) is not None


@pytest.mark.parametrize(
    "lines",
    [
        ("mod\tgithub.com/minio/minio\t(devel)\t",),
        ("mod\tgithub.com/minio/minio\tv0.0.0-20260212201848-7aac2a2c5b7c\t",),
        ("mod\tgithub.com/somebody/minio\tv0.0.0-20260212201848-7aac2a2c5b7c\th1:abc=",),
        (
            "mod\tgithub.com/minio/minio\tv0.0.0-20260212201848-7aac2a2c5b7c\th1:abc=",
            "dep\tgithub.com/minio/console\tv1.7.6\t",
            "=>\tgithub.com/pgsty/silo-console\tv0.0.0\th1:abc=",
        ),
    ],
)
def test_any_other_build_is_not_taken_for_the_original(lines):
    assert release.of_module(build_info.parse("go1.26", module_text(*lines))) is None


def test_no_build_information_in_other_files(tmp_path):
    text = tmp_path / "text"
    text.write_text("#!/bin/sh\n")
    cut = tmp_path / "cut"
    cut.write_bytes(b"\x7fELF\x02\x01" + b"\0" * 10)
    assert build_info.read(str(text)) is None
    assert build_info.read(str(cut)) is None
    assert build_info.read("/bin/sh") is None
    assert build_info.read(str(tmp_path / "missing")) is None
