# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The report as one page that needs nothing else: no script, no font, no request."""

from __future__ import annotations

import pathlib

from . import page_items, page_overview
from .markup import hosts, text

STYLE = pathlib.Path(__file__).with_name("page.css")
# whatever a host could smuggle in, the browser neither runs nor fetches
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
MODES = {"secure": "Secured and judged", "audit": "Audited"}


def _head(report: dict) -> str:
    verdict = "not judged" if report["reason"] else "met" if report["verdict"] == "pass" else "not met"
    return (
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<title>MinIO Security Checklist: {verdict}</title><style>\n{STYLE.read_text(encoding='utf-8')}</style></head>"
    )


def _top(report: dict) -> str:
    names = {host for item in report["items"] for check in item["checks"] for host in check["hosts"]} - {"cluster"}
    when = text(report["generated"])
    where = f" on {hosts(names)}" if names else ""
    return (
        f'<header><h1>MinIO Security Checklist</h1><div class="meta">{MODES[report["mode"]]} '
        f'<time datetime="{when}">{when.replace("T", " ").replace("Z", " UTC")}</time>{where}</div></header>'
    )


def render(report: dict) -> str:
    """Return the page."""
    overview = "".join(
        part(report) for part in (page_overview.verdict, page_overview.map_of_items, page_overview.to_do)
    )
    numbers = "" if report["reason"] else page_overview.severities(report) + page_overview.table_of_hosts(report)
    return (
        f'<!DOCTYPE html>\n<html lang="en">{_head(report)}<body>{_top(report)}<main>{overview}'
        f'<div class="columns">{numbers}</div>{page_items.sections(report)}</main>'
        f"<footer>Made by hardening.minio from the evidence of the hosts; contract {text(report['schema'])}.</footer></body></html>\n"
    )
