# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the runs have written about real hosts keeps the contract that is shipped for those who read reports."""

from __future__ import annotations

import json
import os
import pathlib

import jsonschema

TREE = pathlib.Path(os.environ["MOLECULE_PROJECT_DIRECTORY"])
LAB = TREE / "build/lab" / os.environ["MOLECULE_SCENARIO_NAME"]
SCHEMA = json.loads((TREE / "plugins/checklist.schema.json").read_text())


def test_every_report_fits_the_schema():
    texts = {path.name: json.loads(path.read_text()) for path in LAB.glob("*.json")}
    reports = {name: text for name, text in texts.items() if "verdict" in text}
    assert reports
    for report in reports.values():
        jsonschema.validate(report, SCHEMA)
