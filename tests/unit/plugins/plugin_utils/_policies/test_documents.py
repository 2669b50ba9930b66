# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents from dictionaries, texts and files."""

from __future__ import annotations

import json

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import documents

DOCUMENT = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "admin:*"}]}
AS_YAML = "Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Action: admin:*\n"


@pytest.mark.parametrize("text", [json.dumps(DOCUMENT), json.dumps(DOCUMENT, indent="\t"), AS_YAML])
def test_text_and_file(tmp_path, text):
    (tmp_path / "app.txt").write_text(text)
    entries = [
        {"name": "text", "policy": text},
        {"name": "relative", "file": "app.txt"},
        {"name": "absolute", "file": str(tmp_path / "app.txt"), "state": "present"},
        {"name": "dictionary", "policy": DOCUMENT},
        {"name": "gone", "state": "absent"},
    ]
    assert documents.resolved(entries, str(tmp_path), "minio_idp_policies") == [
        {"name": "text", "policy": DOCUMENT},
        {"name": "relative", "policy": DOCUMENT},
        {"name": "absolute", "policy": DOCUMENT, "state": "present"},
        {"name": "dictionary", "policy": DOCUMENT},
        {"name": "gone", "state": "absent"},
    ]


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ({"policy": "readwrite"}, "policies 'p' is no dictionary"),
        ({"policy": '{"Version": }'}, "policies 'p' is not JSON: Expecting value: line 1 column 13"),
        ({"policy": "Version: '2012\nStatement: ["}, "policies 'p' is not YAML:"),
        ({"policy": DOCUMENT, "file": "a.json"}, "policies 'p' has policy and file: give one of them"),
        ({"file": "no/such.json"}, "policies 'p'.file is 'no/such.json': there is no file"),
        ({"file": "."}, "cannot be read: Is a directory"),
        ({"file": "binary"}, "cannot be read: it is no text"),
        ({"file": "list.yml"}, "policies 'p': list.yml is no dictionary"),
    ],
)
def test_wrong(tmp_path, entry, part):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "list.yml").write_text("[]")
    with pytest.raises(InputError) as error:
        documents.resolved([{"name": "p", **entry}], str(tmp_path), "policies")
    assert part in str(error.value)
