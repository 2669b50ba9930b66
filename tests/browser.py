# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chromium without a window, to look at pages as a person would."""

from __future__ import annotations

import json
import pathlib
import subprocess
import tempfile
import typing as t

CHROMIUM = (
    "chromium",
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-first-run",
)

BROWSER = "not an origin"
"""Initiator of what the browser asks for by itself, such as the time."""


class Visit(t.NamedTuple):
    """What the browser said of a page: the document it made of it, what it asked the network for, its console."""

    document: str
    requests: list[str]
    console: list[str]


def _run(*arguments: str) -> subprocess.CompletedProcess:
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run(
            [*CHROMIUM, f"--user-data-dir={profile}", *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )


def visit(page: pathlib.Path) -> Visit:
    """Load a page."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "net.json"
        finished = _run(f"--log-net-log={log}", "--enable-logging=stderr", "--dump-dom", page.resolve().as_uri())
        events = json.loads(log.read_text())["events"]
    asked = [event["params"] for event in events if "initiator" in event.get("params", {})]
    urls = {params.get("url", "") for params in asked if params["initiator"] != BROWSER}
    console = [line for line in finished.stderr.splitlines() if ":CONSOLE" in line]
    return Visit(finished.stdout, sorted(url for url in urls if url.startswith(("http:", "https:", "ws:"))), console)


def screenshot(page: pathlib.Path, target: pathlib.Path, width: int, height: int, dark: bool = False) -> None:
    """Write what a page looks like as PNG, sizes in pixels."""
    scheme = ("--blink-settings=preferredColorScheme=0",) if dark else ("--blink-settings=preferredColorScheme=1",)
    _run(*scheme, f"--window-size={width},{height}", f"--screenshot={target}", page.resolve().as_uri())


def pdf(page: pathlib.Path, target: pathlib.Path) -> None:
    """Print a page."""
    _run("--no-pdf-header-footer", f"--print-to-pdf={target}", page.resolve().as_uri())
