# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page: everything in one file, and nothing of others runs in it."""

from __future__ import annotations

import html.parser
import re

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils import _report
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import judge, states
from ansible_collections.hardening.minio.plugins.plugin_utils._report import page_items

from tests.reports import build

HOSTILE = "<img src=//evil.example/x onerror=alert(1)>\"'&</details>"
VOID = {"meta"}


class Tree(html.parser.HTMLParser):
    """Checks that elements close in order, and keeps names, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def page(report: dict) -> Tree:
    tree = Tree(_report.FORMATS["html"](report))
    assert tree.open == []
    return tree


@pytest.mark.parametrize("state", states.ALL)
def test_it_is_well_formed_in_every_state(state):
    tree = page(build({("minio1", "T1.2"): judge.verdict(state, "a reason", {"a": [{"b": None}], "c": {"d": True}})}))
    assert "a reason" in tree.text


def test_it_needs_nothing_else():
    tree = page(build())
    assert {tag for tag, _attributes in tree.elements}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "form", "base"}
    )
    assert not any(
        name in attributes for _tag, attributes in tree.elements for name in ("src", "srcset", "action", "data")
    )
    assert all(attributes["href"].startswith("#") for tag, attributes in tree.elements if tag == "a")
    assert "url(" not in tree.text and "@import" not in tree.text


def test_all_ways_lead_somewhere():
    tree = page(build({("minio1", "T1.2"): judge.verdict("fail")}))
    ids = [attributes["id"] for _tag, attributes in tree.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["href"][1:] for tag, attributes in tree.elements if tag == "a"} <= set(ids)


def test_nothing_that_others_wrote_becomes_markup():
    hosts = {HOSTILE: ("node",), "minio2": ("node",), "cluster": ("cluster",)}
    bad = judge.verdict("fail", HOSTILE, {HOSTILE: [HOSTILE, {HOSTILE: HOSTILE}]})
    report = build({(HOSTILE, "T1.2"): bad, ("minio2", "T1.2"): judge.verdict("pass", HOSTILE, [HOSTILE])}, hosts=hosts)
    calm = page(
        build({("minio2", "T1.2"): judge.verdict("fail", "x")}, hosts={"minio2": ("node",), "cluster": ("cluster",)})
    )
    tree = page(report)
    assert HOSTILE in tree.text
    assert {tag for tag, _a in tree.elements} - {tag for tag, _a in calm.elements} <= {
        "dl",
        "dt",
        "dd",
        "ul",
        "table",
        "tr",
    }
    assert all(set(attributes) <= {"class", "id", "href", "title", "open", "scope", "style", "lang", "charset", "content",
               "name", "http-equiv", "datetime", "aria-hidden", "aria-label", "aria-labelledby", "role", "tabindex"}
               for _tag, attributes in tree.elements)  # fmt: skip


def test_what_needs_somebody_is_open_and_comes_first():
    section = page_items.sections(build({("minio1", "T3.1"): judge.verdict("fail")}))
    items = re.findall(r'<details class="item (\w+)" id="(\w+)"( open)?>', section)
    in_transit = [item for item in items if item[1].startswith("T")]
    assert in_transit[0] == ("fail", "T3", " open")
    assert [item for item in items if item[2]] == [("fail", "T3", " open")]


def test_a_hundred_hosts_stay_readable():
    hosts = {f"minio{number}.example.net": ("node",) for number in range(1, 101)}
    report = build({(host, "T1.2"): judge.verdict("fail", seen={"plaintext": True}) for host in hosts}, hosts=hosts)
    assert "minio{1...100}.example.net: plaintext: yes" in page(report).text
    scattered = {host: scopes for number, (host, scopes) in enumerate(hosts.items()) if number % 2}
    report = build({(host, "T1.2"): judge.verdict("fail", "why") for host in scattered}, hosts=scattered)
    assert "50 hosts" in page(report).text


def test_a_run_that_was_not_judged_says_why_and_opens_nothing():
    report = build(reason="The run ended before the checklist was judged: minio1 failed in 'X'")
    tree = page(report)
    assert "Not judged" in tree.text and report["reason"] in tree.text
    assert not any("open" in attributes for _tag, attributes in tree.elements)
