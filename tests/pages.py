# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of this checkout, and what stands in them as code."""

from __future__ import annotations

import pathlib
import re
import typing as t

TREE = pathlib.Path(__file__).resolve().parents[1]
PAGES = sorted([*TREE.glob("*.md"), *TREE.glob("docs/*.md"), *TREE.glob("roles/*/README.md")])
NAMES = [str(page.relative_to(TREE)) for page in PAGES]
COMMENT = re.compile(r"\s{2,}# .*$")


def blocks(page: pathlib.Path, *languages: str) -> list[str]:
    """Return the blocks of code of a page in some languages."""
    names = "|".join(languages)
    return re.findall(rf"^```(?:{names})\n(.*?)^```", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def without_blocks(page: pathlib.Path) -> str:
    """Return the text of a page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def spans(page: pathlib.Path) -> list[str]:
    """Return what a page has as code within its text."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", without_blocks(page))


def commands(page: pathlib.Path) -> t.Iterator[str]:
    """Yield what a page says to type: every line of its consoles, and every piece of code within its text."""
    for block in blocks(page, "console"):
        for line in block.splitlines():
            yield from COMMENT.sub("", line).split(" && ")
    yield from spans(page)
