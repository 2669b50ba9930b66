# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of a deployment tells which key management system holds its keys."""

from __future__ import annotations

import json

NAMES = {
    "vault": "HashiCorp Vault or OpenBao",
    "aws": "AWS Secrets Manager",
    "azure": "Azure Key Vault",
    "gcp": "Google Cloud Secret Manager",
    "fortanix": "Fortanix SDKMS",
    "ciphertrust": "Thales CipherTrust Manager",
}


def test_the_report_names_the_system(lab, tmp_path):
    path = tmp_path / "report.json"
    audit = lab.play("hardening.minio.audit_minio", environment={"MINIO_CHECKLIST_REPORT": str(path)}).finish()
    assert audit.process.returncode == 0, audit.output[-3000:]
    checks = {check["id"]: check for item in json.loads(path.read_text())["items"] for check in item["checks"]}
    name = NAMES[lab.kms.backend]
    for host in lab.hosts("kes"):
        assert checks["E5.2"]["hosts"][host]["seen"]["system"] == name
    assert checks["E6.1"]["hosts"]["cluster"]["seen"]["systems"] == [name]
    states = {check["id"]: check["state"] for check in checks.values() if check["id"].startswith(("E5.", "E6.", "E7."))}
    assert not {name: state for name, state in states.items() if state not in ("pass", "not_applicable")}
