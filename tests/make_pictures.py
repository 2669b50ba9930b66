# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Draw the pictures of the README from the report of a real run: python tests/make_pictures.py build/checklist.json

The table has the lines that the callback prints; the page is what Chromium shows of it.
"""

from __future__ import annotations

import html
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tests import browser, collection

sys.path.insert(0, str(collection.path()))
from ansible_collections.hardening.minio.plugins.plugin_utils import _report
from ansible_collections.hardening.minio.plugins.plugin_utils._report import table

FOLDER = collection.CHECKOUT / "docs" / "pictures"
LICENCE = "SPDX-FileCopyrightText: hardening.minio contributors\nSPDX-License-Identifier: GPL-3.0-or-later\n"
COLUMNS, ADVANCE, LINE, MARGIN = 100, 7.8, 17, 16
# SVG folds other ones
HARD_SPACE = "\u00a0"
# a terminal's colours on its dark ground
COLOURS = {
    "green": "#57c478",
    "bright green": "#7ee2a0",
    "red": "#ff8a80",
    "yellow": "#e3b341",
    "blue": "#8fb4ff",
    "cyan": "#6cc7d9",
    "dark gray": "#8b949e",
    None: "#e6e9ed",
}


def terminal(report: dict) -> str:
    """Return the table as SVG; every line has its length in it, so that all fonts align."""
    lines = [(text.rstrip(), colour) for text, colour in table.lines(report, COLUMNS)[1:]]
    width, height = COLUMNS * ADVANCE + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    drawn = "".join(
        f'<text x="{MARGIN}" y="{MARGIN + (row + 0.75) * LINE:g}" fill="{COLOURS[colour]}"'
        f' textLength="{len(text) * ADVANCE:g}">{html.escape(text).replace(" ", HARD_SPACE)}</text>\n'
        for row, (text, colour) in enumerate(lines)
        if text
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
        ' font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13">\n'
        f'<rect width="100%" height="100%" rx="8" fill="#14171b"/>\n{drawn}</svg>\n'
    )


def main(path: str) -> None:
    """Draw all pictures."""
    report = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "table.svg").write_text(terminal(report), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "checklist.html"
        page.write_text(_report.FORMATS["html"](report), encoding="utf-8")
        browser.screenshot(page, FOLDER / "report.png", 1000, 880)
        browser.screenshot(page, FOLDER / "report-dark.png", 1000, 880, dark=True)
    for picture in FOLDER.glob("*.*g"):
        picture.with_name(picture.name + ".license").write_text(LICENCE, encoding="utf-8")
        print(f"{picture.relative_to(collection.CHECKOUT)}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1])
