# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Resolve where a server program comes from: a pinned release, the operator's own address, or a file."""

from __future__ import annotations

import pathlib
import re

import yaml

from ..module_utils._errors import InputError

DATA = pathlib.Path(__file__).parents[1] / "releases.yml"
ARCHITECTURES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
SHA256 = re.compile(r"[0-9a-f]{64}")
CLOSED = re.compile(r"^https?://dl\.min(?:io)?\.io(?:[:/]|$)")


def pinned(source: str, architecture: str) -> dict:
    """Return flavour, version, url, member and sha256 of a pinned release for a machine as uname names it."""
    releases = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    release = releases[source]
    arch = ARCHITECTURES.get(architecture)
    if arch is None:
        raise InputError(f"there is no {source} release for {architecture}: only for {', '.join(sorted(set(ARCHITECTURES.values())))}")
    return {
        "flavour": release["flavour"],
        "version": release["version"],
        "url": release["url"].format(version=release["version"], arch=arch),
        "member": release.get("member"),
        "sha256": release["sha256"][arch],
    }


def resolve(source: str, architecture: str, given: dict, prefix: str) -> dict:
    """Return what to install; prefix is that of the variables to name in errors, such as minio_server."""
    if source in ("silo", "upstream", "kes"):
        return pinned(source, architecture)
    sha256 = given.get("sha256") or ""
    if not SHA256.fullmatch(sha256):
        raise InputError(f"{prefix}_sha256 is {sha256!r}: the source {source!r} needs the SHA-256 of its file, 64 hexadecimal digits")
    if not given.get(source):
        raise InputError(f"{prefix}_{source} is not set: the source {source!r} needs it")
    if source == "url" and CLOSED.match(given["url"]):
        raise InputError(f"{prefix}_url is {given['url']}: that host is closed for good (HTTP 410), use a mirror of your own or another source")
    identity = given.get("release") or {}
    return {
        "flavour": identity.get("flavour"),
        "version": identity.get("version"),
        source: given[source],
        "member": given.get("member"),
        "sha256": sha256,
    }
