# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Resolve where a server program comes from: a pinned release, the operator's own address, or a file."""

from __future__ import annotations

import pathlib
import re

from ansible.module_utils.common.yaml import yaml_load

from ..module_utils._errors import InputError

DATA = pathlib.Path(__file__).parents[1] / "releases.yml"
PINNED = ("silo", "upstream", "kes")
ARCHITECTURES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
SHA256 = re.compile(r"[0-9a-f]{64}")
CLOSED = re.compile(r"^https?://(?:[^/@]*@)?(?:[^/@:]*\.)?dl\.min(?:io)?\.io(?:[:/]|$)", re.IGNORECASE)


def _load() -> dict[str, dict]:
    return yaml_load(DATA.read_text(encoding="utf-8"))


def identity(source: str) -> tuple[str, str]:
    """Return flavour and version of a pinned release."""
    release = _load()[source]
    return release["flavour"], release["version"]


def pinned(source: str, architecture: str) -> dict:
    """Return flavour, version, url, member and sha256 of a pinned release for a machine as uname names it."""
    release = _load()[source]
    arch = ARCHITECTURES.get(architecture)
    if arch is None:
        raise InputError(
            f"there is no {source} release for {architecture}: only for {', '.join(sorted(set(ARCHITECTURES.values())))}"
        )
    return {
        "flavour": release["flavour"],
        "version": release["version"],
        "url": release["url"].format(version=release["version"], arch=arch),
        "member": release.get("member"),
        "sha256": release["sha256"][arch],
        "program_sha256": None if release.get("member") else release["sha256"][arch],
    }


def resolve(source: str, architecture: str, given: dict, prefix: str) -> dict:
    """Return what to install; prefix is that of the variables to name in errors, such as minio_server."""
    if source in PINNED:
        return pinned(source, architecture)
    if source not in ("url", "file"):
        raise InputError(f"{prefix}_source is {source!r}: {', '.join(PINNED)}, url or file is accepted")
    sha256 = str(given.get("sha256") or "").lower()
    if not SHA256.fullmatch(sha256):
        raise InputError(
            f"{prefix}_sha256 is {sha256!r}: the source {source!r} needs the SHA-256 of its file, 64 hexadecimal digits"
        )
    if not given.get(source):
        raise InputError(f"{prefix}_{source} is not set: the source {source!r} needs it")
    if source == "url":
        _check_address(given["url"], prefix)
    release = given.get("release") or {}
    program = str(release.get("sha256") or ("" if given.get("member") else sha256)).lower()
    if program and not SHA256.fullmatch(program):
        raise InputError(
            f"{prefix}_release.sha256 is {program!r}: give the SHA-256 of the program, 64 hexadecimal digits"
        )
    if program and not given.get("member") and program != sha256:
        raise InputError(
            f"{prefix}_release.sha256 and {prefix}_sha256 differ although {prefix}_{source} is the program itself: "
            + ("give the same" if prefix == "minio_kes" else f"name {prefix}_member if it is an archive")
        )
    return {
        "flavour": release.get("flavour"),
        "version": release.get("version"),
        source: given[source],
        "member": given.get("member"),
        "sha256": sha256,
        "program_sha256": program or None,
    }


def declared(source: str, given: dict) -> dict:
    """Return flavour, version and commit, each if stated, of what is to run, and any of whose SHA-256 it has; empty if none is known."""
    release = _load()[source] if source in PINNED else {}
    if release and not release.get("member"):
        return {
            **{name: release[name] for name in ("flavour", "version")},
            "sha256": sorted(release["sha256"].values()),
        }
    release = given.get("release") or {}
    asset = given.get("sha256") if source in ("url", "file") and not given.get("member") else None
    program = release.get("sha256") or asset
    return {**release, "sha256": [str(program)]} if program else {}


def _check_address(url: str, prefix: str) -> None:
    if CLOSED.match(url):
        raise InputError(
            f"{prefix}_url is {url}: that host is closed for good (HTTP 410), use a mirror of your own or another source"
        )
    if not url.startswith("https://"):
        raise InputError(f"{prefix}_url is {url}: only https:// is accepted")
