# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What KES says of its key management system becomes a sentence that says what to change."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml
from ansible_collections.hardening.minio.plugins.module_utils._kes import journal, reasons

TREE = pathlib.Path(__file__).resolve().parents[5]
SAID = yaml.safe_load((pathlib.Path(__file__).parent / "said.yml").read_text())
CASES = [
    pytest.param(backend, row["line"], row["says"], id=f"{backend}-{row.get('mistake', number)}")
    for known in ("recorded", "documented")
    for backend, rows in SAID[known].items()
    for number, row in enumerate(rows)
]


@pytest.mark.parametrize(("backend", "line", "says"), CASES)
def test_what_is_said_is_explained(backend, line, says):
    sentence = reasons.explain(backend, line)
    assert sentence is not None and says in sentence
    assert "{" not in sentence


@pytest.mark.parametrize("backend", sorted(reasons.TABLES))
def test_every_pattern_is_proven(backend):
    """A pattern that no line of the table needs is one that nobody has seen work."""
    lines = [row["line"] for known in SAID.values() for row in known.get(backend, [])]
    unseen = [
        pattern
        for pattern, sentence in reasons.TABLES[backend]
        if sentence.format(variable="", where="") not in {reasons.explain(backend, line) for line in lines}
    ]
    assert unseen == []


@pytest.mark.parametrize("backend", sorted(reasons.TABLES))
def test_sentences_name_what_there_is(backend):
    options = yaml.safe_load((TREE / "roles/minio_kes/meta/argument_specs.yml").read_text())["argument_specs"]["main"][
        "options"
    ]
    for _pattern, sentence in reasons.TABLES[backend]:
        for name in re.findall(r"minio_kes_\w+(?:\.\w+)*", sentence):
            variable, *keys = name.split(".")
            place = options[variable]
            for key in keys:
                place = place["options"][key]
        for path in re.findall(r"docs/[\w./-]+\w", sentence):
            assert (TREE / path).is_file()


def test_what_nobody_knows_is_not_explained():
    assert reasons.explain("aws", "the moon is full") is None
    assert reasons.newest("aws", ["nothing", "dial tcp: connect: connection refused", "nothing"]) is not None
    assert reasons.newest("aws", []) is None


def test_the_newest_counts():
    texts = ["Error: 401 Unauthorized: NCERRAuthFailed", "Error: 404 Not Found: NCERRResourceNotFound"]
    assert "endpoint" in str(reasons.newest("ciphertrust", texts))
    assert "token" in str(reasons.newest("ciphertrust", texts[::-1]))


def test_only_errors_are_taken_for_errors():
    lines = [
        'level=INFO msg="http: TLS handshake error from 192.0.2.7:4711: read tcp: i/o timeout"',
        'level=ERROR msg="azure: failed to get \'minio-default\': said \\"no\\"\\nPOST https://login" req.method=PUT',
        "=> Server is up and running...",
    ]
    texts = journal.of_errors((float(number), line) for number, line in enumerate(lines))
    assert texts == lines[1:]
    assert journal.newest_error(texts) == "azure: failed to get 'minio-default': said \\\"no\\\""
    assert journal.newest_error(["Error: Invalid credentials"]) == "Error: Invalid credentials"
    assert journal.newest_error(["=> Server is up and running..."]) is None
