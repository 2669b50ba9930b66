# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the report in a browser: it is drawn, in light and dark and on paper, and asks for nothing."""

from __future__ import annotations

import pathlib
import struct
import zlib

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils import _report
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import judge

from tests import browser
from tests.reports import build

HOSTILE = "<img src=http://127.0.0.1:9/stolen onerror=console.error(1)><script>console.error('ran')</script>"


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> pathlib.Path:
    """Return a page about good, bad and hostile hosts."""
    hosts = {"minio1": ("node",), HOSTILE: ("node",), "kes1": ("kes",), "cluster": ("cluster",)}
    fail = judge.verdict("fail", seen={"plaintext": True, HOSTILE: HOSTILE})
    path = tmp_path_factory.mktemp("page") / "report.html"
    report = build({("minio1", "T1.2"): fail, (HOSTILE, "T1.1"): judge.verdict("unknown", HOSTILE)}, hosts=hosts)
    path.write_text(_report.FORMATS["html"](report), encoding="utf-8")
    return path


def pixels(picture: pathlib.Path) -> tuple[int, int, list[bytes]]:
    """Return width, height and the rows of a PNG, filtered as they are; a blank one has rows that are all alike."""
    data = picture.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    place, packed = 8, b""
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        packed += data[place + 8 : place + 8 + size] if kind == b"IDAT" else b""
        place += size + 12
    raw = zlib.decompress(packed)
    step = len(raw) // height
    return width, height, [raw[row * step : (row + 1) * step] for row in range(height)]


def test_nothing_is_asked_for_and_nothing_runs(page):
    seen = browser.visit(page)
    assert (seen.requests, seen.console) == ([], [])
    assert "The checklist is not met" in seen.document
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in seen.document


def test_the_browser_would_tell(tmp_path):
    """A page that does what the report must not is found out by the same means."""
    bad = tmp_path / "bad.html"
    bad.write_text(f"<!DOCTYPE html><html><body>{HOSTILE}</body></html>")
    seen = browser.visit(bad)
    assert seen.requests == ["http://127.0.0.1:9/stolen"]
    assert any("ran" in line for line in seen.console)


@pytest.mark.parametrize(("width", "dark"), [(1100, False), (1100, True), (400, False)])
def test_it_is_drawn(page, tmp_path, width, dark):
    browser.screenshot(page, tmp_path / "page.png", width, 900, dark)
    found_width, height, rows = pixels(tmp_path / "page.png")
    assert (found_width, height) == (width, 900)
    assert len(set(rows)) > 300


def test_light_and_dark_differ(page, tmp_path):
    browser.screenshot(page, tmp_path / "light.png", 600, 400)
    browser.screenshot(page, tmp_path / "dark.png", 600, 400, dark=True)
    assert (tmp_path / "light.png").read_bytes() != (tmp_path / "dark.png").read_bytes()


def test_it_prints(page, tmp_path):
    browser.pdf(page, tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
